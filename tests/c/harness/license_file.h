/* License files, minted by the development server. */

#ifndef HARNESS_LICENSE_FILE_H
#define HARNESS_LICENSE_FILE_H

#include "check.h"
#include "client.h"
#include "server.h"

/* The text of the first field of this name, its escapes undone, to be freed. */
static inline char *json_string(const char *json, const char *name)
{
    char start[80];
    snprintf(start, sizeof start, "\"%s\":\"", name);
    const char *from = strstr(json, start);
    if (!from)
        FAIL("no field %s in %s", name, json);
    from += strlen(start);
    char *text = malloc(strlen(from) + 1), *to = text;
    CHECK(text != NULL);
    for (; *from != '"'; from++) {
        CHECK(*from != '\0');
        if (*from != '\\')
            *to++ = *from;
        else if (*++from == 'n')
            *to++ = '\n';
        else
            *to++ = *from;
    }
    *to = '\0';
    return text;
}

/* `order` as in {"hwid":{"mode":"any"}}. Gives the file's text, to be freed. */
static inline char *mint(const char *key, const char *order)
{
    char path[160];
    snprintf(path, sizeof path, "/v1/licenses/%s/offline-files", key);
    char *json = admin("POST", path, order);
    char *text = json_string(json, "file");
    free(json);
    return text;
}

/* A file that works everywhere and never ends, but for the lie that `fault` is, JSON, or NULL. */
static inline char *mint_for_any(const char *fault)
{
    char order[400];
    CHECK_BELOW(snprintf(order, sizeof order, "{\"hwid\":{\"mode\":\"any\"},\"expiresAt\":null%s%s}",
                         fault ? ",\"fault\":" : "", fault ? fault : ""),
                sizeof order);
    return mint(KEY, order);
}

/* Milliseconds since 1970. */
static inline int64_t wall_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* A second since 1970 has come. Whoever waited for it may have done so by another clock, which on Windows is a tick (16 ms)
 * apart from this one. */
static inline bool has_come(int64_t second)
{
    enum { TICK_MS = 16 };
    return wall_ms() + TICK_MS >= second * 1000;
}

/* How long a file lasts that ends while its test runs: enough to log in with it, under valgrind too. */
#define BRIEFLY_MS (PATIENCE > 30 ? 8000 : 2000)

static inline void iso_date(int64_t ms, char out[32])
{
    time_t seconds = (time_t)(ms / 1000);
    struct tm parts;
    char date[24];
    CHECK(calendar(seconds, &parts));
    strftime(date, sizeof date, "%Y-%m-%dT%H:%M:%S", &parts);
    snprintf(out, 32, "%s.%03dZ", date, (int)(ms % 1000));
}

/* A file for any machine that ends then; may have ended already. */
static inline char *mint_ending_at(int64_t ms)
{
    char date[32], order[120];
    iso_date(ms, date);
    snprintf(order, sizeof order, "{\"hwid\":{\"mode\":\"any\"},\"expiresAt\":\"%s\"}", date);
    return mint(KEY, order);
}

/* A file that is bound to these machines (JSON texts with commas between) and never ends. */
static inline char *mint_for(const char *key, const char *hwids)
{
    char order[800];
    CHECK_BELOW(snprintf(order, sizeof order, "{\"hwids\":[%s],\"expiresAt\":null}", hwids), sizeof order);
    return mint(key, order);
}

/* The text of the file that the server keeps for a license: the nth, from 0. To be freed. */
static inline char *kept_file(const char *key, int nth)
{
    char path[160];
    snprintf(path, sizeof path, "/v1/licenses/%s/offline-files", key);
    char *json = admin("GET", path, "");
    const char *at = json;
    for (int i = 0; i <= nth; i++) {
        at = strstr(i == 0 ? at : at + 1, "\"file\":");
        if (!at)
            FAIL("no file %d of %s: %s", nth, key, json);
    }
    char *text = json_string(at, "file");
    free(json);
    return text;
}

/* Knows no secret, and fails as closed as can be: only the end of a file's session may end the process. */
static inline af_config *file_config(void)
{
    af_error error = AF_ERROR_INIT;
    af_config *config = af_config_new(APP_ID, NULL, PUBLIC_KEY, NULL);
    CHECK(config != NULL);
    OK(af_config_set_api_base_url(config, URL, &error));
    OK(af_config_set_failure_policy(config, AF_FAILURE_POLICY_EXIT_STRICT, &error));
    return config;
}

static inline af_client *file_client(void)
{
    return client_of(file_config());
}

/* Can be activated offline: lifetime, three slots. */
#define LASTING_KEY "EVER-LAST-KEY8-5GRN"

static inline af_client *client_with_hwid(const char *hwid)
{
    af_error error = AF_ERROR_INIT;
    af_config *config = test_config();
    OK(af_config_set_hwid_override(config, hwid, &error));
    return client_of(config);
}

#endif
