/* libauthforge, doing what it is told on its standard input. src/driver.rs has the language. */

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "authforge.h"

#define SLOTS 64
#define WORDS 8
#define HEARD 64
#define LINE 300000

static const char *const SETTINGS[] = { "url",      "app_id",  "app_secret", "public_key", "mode",
                                        "interval", "timeout", "ttl",        "hwid",       "callback" };
enum { URL, APP_ID, APP_SECRET, PUBLIC_KEY, MODE, INTERVAL, TIMEOUT, TTL, HWID, CALLBACK, SETTINGS_COUNT };

struct failure {
    af_reason reason;
    af_status status;
    char code[64];
};

struct slot {
    char *settings[SETTINGS_COUNT];
    af_client *client;
    struct failure heard[HEARD];
    int heard_count;
};

static struct slot slots[SLOTS];
static struct slot *slot = slots;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static char buffer[LINE];

/* Writing JSON. */

static void put_text(const char *text)
{
    if (!text) {
        fputs("null", stdout);
        return;
    }
    putchar('"');
    for (; *text; text++) {
        unsigned char byte = (unsigned char)*text;
        if (byte == '"' || byte == '\\')
            printf("\\%c", byte);
        else if (byte < 0x20)
            printf("\\u%04x", byte);
        else
            putchar(byte);
    }
    putchar('"');
}

static void put_field(const char *name, const char *text)
{
    printf(",\"%s\":", name);
    put_text(text);
}

static void put_json(const char *name, const char *json)
{
    printf(",\"%s\":%s", name, json ? json : "null");
}

static void put_count(const char *name, long long number)
{
    if (number < 0)
        printf(",\"%s\":null", name);
    else
        printf(",\"%s\":%lld", name, number);
}

static void put_end(const char *name, long long end)
{
    if (end == INT64_MAX)
        put_field(name, "lifetime");
    else
        put_count(name, end);
}

static const char *class_of(af_status status)
{
    if (af_status_is_fatal(status))
        return "fatal";
    return af_status_is_transient(status) ? "transient" : "usage";
}

static void put_error(const char *code, const char *class, const char *message)
{
    fputs("{\"result\":\"error\"", stdout);
    put_field("code", code);
    put_field("class", class);
    put_field("message", message);
    putchar('}');
}

static void put_outcome(af_status status, const af_error *error)
{
    if (status == AF_STATUS_OK)
        fputs("{\"result\":\"ok\"}", stdout);
    else
        put_error(error->code, class_of(status), error->message);
}

static void put_session(const af_session *session)
{
    int64_t end = 0;
    af_license_expiry expiry = af_session_license_expires_at(session, &end);
    fputs("{\"of\":\"session\"", stdout);
    put_end("ends", af_session_expires_at(session));
    if (expiry == AF_LICENSE_EXPIRY_DATE)
        put_count("license_end", end);
    else
        put_field("license_end", expiry == AF_LICENSE_EXPIRY_LIFETIME ? "lifetime" : "unknown");
    put_count("slots", af_session_max_hwid_slots(session));
    put_count("count", af_session_hwid_count(session));
    put_field("label", af_session_license_label(session));
    put_json("app", af_session_variables_json(session, AF_SCOPE_APP));
    put_json("license", af_session_variables_json(session, AF_SCOPE_LICENSE));
    put_field("key", af_session_license_key(session));
    put_field("jti", af_session_license_file_id(session));
    put_count("issued", af_session_issued_at(session));
    af_hwid_policy policy = af_session_hwid_policy(session);
    const char *name = policy == AF_HWID_POLICY_ANY ? "any" : "bound";
    put_field("policy", policy == AF_HWID_POLICY_NONE ? NULL : name);
    fputs(",\"bound\":[", stdout);
    for (size_t i = 0; i < af_session_bound_hwid_count(session); i++) {
        if (i > 0)
            putchar(',');
        put_text(af_session_bound_hwid_at(session, i));
    }
    printf("],\"replay\":%s}", af_session_is_reissued(session) ? "true" : "false");
}

static void put_session_outcome(af_status status, af_session *session, const af_error *error)
{
    if (status != AF_STATUS_OK) {
        put_outcome(status, error);
        return;
    }
    fputs("{\"result\":\"ok\",\"session\":", stdout);
    put_session(session);
    putchar('}');
    af_session_free(session);
}

/* Callbacks. */

static void hear(af_client *client, af_reason reason, const af_error *error, void *user_data)
{
    struct slot *mine = user_data;
    (void)client;
    pthread_mutex_lock(&lock);
    if (mine->heard_count < HEARD) {
        struct failure *failure = &mine->heard[mine->heard_count++];
        failure->reason = reason;
        failure->status = error->status;
        memcpy(failure->code, error->code, sizeof failure->code);
    }
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&lock);
}

static void act_wait(int count, int seconds)
{
    struct timespec deadline;
    clock_gettime(CLOCK_REALTIME, &deadline);
    deadline.tv_sec += seconds;
    pthread_mutex_lock(&lock);
    while (slot->heard_count < count && pthread_cond_timedwait(&changed, &lock, &deadline) == 0)
        continue;
    fputs("{\"result\":\"ok\",\"heard\":[", stdout);
    for (int i = 0; i < slot->heard_count; i++) {
        const struct failure *failure = &slot->heard[i];
        fputs(i > 0 ? ",{\"of\":\"failure\"" : "{\"of\":\"failure\"", stdout);
        put_field("reason", af_reason_name(failure->reason));
        put_field("code", failure->code);
        put_field("class", class_of(failure->status));
        putchar('}');
    }
    pthread_mutex_unlock(&lock);
    fputs("]}", stdout);
}

/* Actions. */

static const char *setting(int name)
{
    return slot->settings[name];
}

static void act_set(const char *name, const char *value)
{
    for (int i = 0; i < SETTINGS_COUNT; i++) {
        if (strcmp(SETTINGS[i], name) == 0) {
            free(slot->settings[i]);
            slot->settings[i] = strdup(value);
        }
    }
    fputs("{\"result\":\"ok\"}", stdout);
}

static af_status configure(af_config *config, af_error *error)
{
    af_status status = af_config_set_api_base_url(config, setting(URL), error);
    if (status == AF_STATUS_OK && setting(INTERVAL))
        status = af_config_set_heartbeat_interval(config, atoi(setting(INTERVAL)), error);
    if (status == AF_STATUS_OK && setting(TIMEOUT))
        status = af_config_set_request_timeout(config, atoi(setting(TIMEOUT)), error);
    if (status == AF_STATUS_OK && setting(TTL))
        status = af_config_set_ttl_seconds(config, atoi(setting(TTL)), error);
    if (status == AF_STATUS_OK && setting(HWID))
        status = af_config_set_hwid_override(config, setting(HWID), error);
    return status;
}

static void act_new(void)
{
    af_error error = AF_ERROR_INIT;
    /* What the official clients take as an empty text is NULL here. */
    const char *secret = setting(APP_SECRET) && *setting(APP_SECRET) ? setting(APP_SECRET) : NULL;
    af_config *config = af_config_new(setting(APP_ID), secret, setting(PUBLIC_KEY), setting(MODE));
    af_status status = configure(config, &error);
    if (status == AF_STATUS_OK)
        status = af_client_new(config, &slot->client, &error);
    if (status == AF_STATUS_OK && setting(CALLBACK) && strcmp(setting(CALLBACK), "1") == 0)
        status = af_client_set_failure_callback(slot->client, hear, slot, NULL, &error);
    af_config_free(config);
    put_outcome(status, &error);
}

static void act_state(void)
{
    af_error error = AF_ERROR_INIT;
    af_session *session = NULL;
    bool authenticated = af_is_authenticated(slot->client);
    printf("{\"result\":\"ok\",\"authenticated\":%s", authenticated ? "true" : "false");
    if (af_client_session(slot->client, &session, &error) != AF_STATUS_OK) {
        fputs(",\"kind\":null,\"data\":null,\"app\":null,\"license\":null,\"file\":null}", stdout);
        return;
    }
    put_field("kind", af_session_get_kind(session) == AF_SESSION_KIND_OFFLINE ? "offline" : "online");
    bool got = af_get_session_data(slot->client, buffer, sizeof buffer, NULL, &error) == AF_STATUS_OK;
    put_json("data", got ? buffer : NULL);
    got = af_get_app_variables(slot->client, buffer, sizeof buffer, NULL, &error) == AF_STATUS_OK;
    put_json("app", got ? buffer : NULL);
    got = af_get_license_variables(slot->client, buffer, sizeof buffer, NULL, &error) == AF_STATUS_OK;
    put_json("license", got ? buffer : NULL);
    fputs(",\"file\":", stdout);
    if (af_session_license_file(session))
        put_session(session);
    else
        fputs("null", stdout);
    putchar('}');
    af_session_free(session);
}

static const char *given(const char *word)
{
    return *word ? word : NULL;
}

static void act_ban(char **words)
{
    af_error error = AF_ERROR_INIT;
    af_self_ban_options options = AF_SELF_BAN_OPTIONS_INIT;
    options.license_key = given(words[1]);
    options.session_token = given(words[2]);
    options.revoke_license = atoi(words[3]);
    options.blacklist_hwid = atoi(words[4]);
    options.blacklist_ip = atoi(words[5]);
    put_outcome(af_self_ban(slot->client, &options, &error), &error);
}

static const char *unless_default(const char *word)
{
    return strcmp(word, "-") == 0 ? NULL : word;
}

static void act_request(char **words)
{
    af_error error = AF_ERROR_INIT;
    af_activation_request_options options = AF_ACTIVATION_REQUEST_OPTIONS_INIT;
    options.include_machine_name = *words[1] != '\0';
    options.machine_name = unless_default(words[1]);
    options.os = unless_default(words[2]);
    options.sdk = unless_default(words[3]);
    options.license_key = unless_default(words[4]);
    options.created_at = unless_default(words[5]);
    af_status status =
        af_create_activation_request(slot->client, &options, buffer, sizeof buffer, NULL, &error);
    if (status != AF_STATUS_OK) {
        put_outcome(status, &error);
        return;
    }
    fputs("{\"result\":\"ok\"", stdout);
    put_field("text", buffer);
    putchar('}');
}

static void act_write(const char *path)
{
    af_error error = AF_ERROR_INIT;
    put_outcome(af_write_activation_request(slot->client, NULL, path, &error), &error);
}

static void act_hwid(void)
{
    af_error error = AF_ERROR_INIT;
    af_status status = af_client_hwid(slot->client, buffer, sizeof buffer, NULL, &error);
    if (status != AF_STATUS_OK) {
        put_outcome(status, &error);
        return;
    }
    fputs("{\"result\":\"ok\"", stdout);
    put_field("text", buffer);
    putchar('}');
}

/* Actions that hand out a session. */
static bool act_for_session(const char *action, char **words)
{
    af_error error = AF_ERROR_INIT;
    af_session *session = NULL;
    af_status status;
    if (strcmp(action, "login") == 0)
        status = af_login(slot->client, words[1], &session, &error);
    else if (strcmp(action, "validate") == 0)
        status = af_validate(slot->client, words[1], &session, &error);
    else if (strcmp(action, "load") == 0)
        status = af_login_from_file(slot->client, words[1], &session, &error);
    else if (strcmp(action, "verify") == 0)
        status = af_verify_license_file(slot->client, words[1], &session, &error);
    else if (strcmp(action, "activate") == 0)
        status = af_activate_offline(slot->client, words[1], unless_default(words[2]), &session, &error);
    else
        return false;
    put_session_outcome(status, session, &error);
    return true;
}

static void act(char **words)
{
    const char *action = words[0];
    if (strcmp(action, "client") == 0) {
        slot = &slots[atoi(words[1]) % SLOTS];
        fputs("{\"result\":\"ok\"}", stdout);
    } else if (strcmp(action, "set") == 0)
        act_set(words[1], words[2]);
    else if (strcmp(action, "new") == 0)
        act_new();
    else if (strcmp(action, "state") == 0)
        act_state();
    else if (strcmp(action, "wait") == 0)
        act_wait(atoi(words[1]), atoi(words[2]));
    else if (strcmp(action, "logout") == 0) {
        af_error error = AF_ERROR_INIT;
        put_outcome(af_logout(slot->client, &error), &error);
    } else if (strcmp(action, "ban") == 0)
        act_ban(words);
    else if (strcmp(action, "request") == 0)
        act_request(words);
    else if (strcmp(action, "write") == 0)
        act_write(words[1]);
    else if (strcmp(action, "hwid") == 0)
        act_hwid();
    else if (!act_for_session(action, words))
        put_error("no such action", "usage", action);
}

static void unescape(char *word)
{
    char *to = word;
    for (const char *from = word; *from; from++) {
        if (*from != '\\' || !from[1]) {
            *to++ = *from;
            continue;
        }
        from++;
        *to++ = *from == 'n' ? '\n' : *from == 'r' ? '\r' : *from == 't' ? '\t' : *from;
    }
    *to = '\0';
}

int main(void)
{
    static char line[LINE];
    while (fgets(line, sizeof line, stdin)) {
        char *words[WORDS] = { "", "", "", "", "", "", "", "" };
        char *rest = line;
        line[strcspn(line, "\n")] = '\0';
        for (int i = 0; i < WORDS && rest; i++) {
            char *tab = strchr(rest, '\t');
            if (tab)
                *tab = '\0';
            words[i] = rest;
            unescape(rest);
            rest = tab ? tab + 1 : NULL;
        }
        act(words);
        putchar('\n');
        fflush(stdout);
    }
    /* The heartbeats of clients that still live need no end. */
    _Exit(0);
}
