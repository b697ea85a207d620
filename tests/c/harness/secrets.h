/* A program's whole life with its secrets, and the search for them afterwards. */

#ifndef HARNESS_SECRETS_H
#define HARNESS_SECRETS_H

#include "client.h"
#include "license_file.h"
#include "memory.h"

#ifdef _WIN32
/* Wipes every copy of a variable that the system and its library of C keep: what stands behind its name. */
static inline void wipe_variable(const char *variable, size_t length)
{
    struct regions regions;
    char start[80];
    size_t size = (size_t)snprintf(start, sizeof start, "%s=", variable);
    begin_regions(&regions);
    while (next_region(&regions)) {
        size_t got = 0;
        char *copy = copy_of_region(&regions, &got);
        for (size_t at = 0; at + size + length <= got; at++)
            if (memcmp(copy + at, start, size) == 0)
                memset((char *)regions.begin + at + size, 0, length);
        drop_copy(copy, &regions);
    }
    end_regions(&regions);
}
#endif

#ifdef _WIN32
/* Before the library has seen it: wipes what the system has copied on the way here and given back, which may have lost its
   name since. */
static inline void keep_one_copy(const char *variable)
{
    struct regions regions;
    const char *kept = setting(variable);
    size_t length = strlen(kept);
    begin_regions(&regions);
    while (next_region(&regions)) {
        size_t got = 0;
        char *copy = copy_of_region(&regions, &got);
        for (size_t at = 0; at + length <= got; at++) {
            char *there = (char *)regions.begin + at;
            if (there != kept && memcmp(copy + at, kept, length) == 0)
                memset(there, 0, length);
        }
        drop_copy(copy, &regions);
    }
    end_regions(&regions);
}
#endif

/* What the environment has of it, too. */
static inline struct needle needle_of(const char *name, const char *variable)
{
    size_t length = strlen(setting(variable));
    struct needle needle = take_needle(name, (char *)setting(variable));
#ifdef _WIN32
    wipe_variable(variable, length);
#else
    (void)length;
#endif
    return needle;
}

static inline void check_nothing_is_left(const char *ca_file)
{
    af_error error = AF_ERROR_INIT;
    char key[NEEDLE_MOST], token[NEEDLE_MOST] = "";
    af_session *session = NULL;
#ifdef _WIN32
    keep_one_copy("AF_TEST_LICENSE_KEY");
    keep_one_copy("AF_TEST_APP_SECRET");
#endif
    snprintf(key, sizeof key, "%s", KEY);
    af_config *config = test_config();
    OK(af_config_set_ca_file(config, ca_file, &error));
    af_client *client = client_of(config);
    OK(af_login(client, key, &session, &error));
    OK(af_validate(client, key, NULL, &error));
    /* The beginning of the token is as good as the whole. */
    const char *found = strstr(af_session_json(session), "sessionToken\":\"");
    CHECK(found != NULL);
    memcpy(token, found + strlen("sessionToken\":\""), 40);
    struct needle needles[3];
    needles[0] = take_needle("the session token", token);
    af_session_free(session);
    af_client_free(client);
    OK(af_shutdown((unsigned)PATIENCE * 1000, &error));

    needles[1] = take_needle("the license key", key);
    needle_of("the license key", "AF_TEST_LICENSE_KEY");
    needles[2] = needle_of("the app secret", "AF_TEST_APP_SECRET");
    for (size_t i = 0; i < LENGTH(needles); i++) {
        check_gone(&needles[i], needles[i].length);
        /* Nor is a half of it, which would be enough to find the rest. */
        check_gone(&needles[i], needles[i].length / 2);
    }
}

#endif
