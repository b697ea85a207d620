/* A program as it was written for the header beside it. `cargo xtask test abi` builds it with that header and runs it
   with today's library, against a development server. It says nothing and ends with 0, or says what is wrong.

   It belongs to its header and is not rewritten with the library's tests, so it needs nothing of them. Each struct that
   the library writes lies before bytes that are not its own, as on the stack of any program. */

#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <authforge.h>

#define CHECK(condition)                                                               \
    do {                                                                               \
        if (!(condition)) {                                                            \
            fprintf(stderr, "host.c:%d: not true: %s\n", __LINE__, #condition);        \
            exit(1);                                                                   \
        }                                                                              \
    } while (0)
#define IS(text, expected) CHECK((text) != NULL && strcmp((text), (expected)) == 0)
#define HAS(text, part) CHECK((text) != NULL && strstr((text), (part)) != NULL)
/* A call that succeeds, and leaves the error alone. */
#define OK(call)                                                                       \
    do {                                                                               \
        if ((call) != AF_STATUS_OK) {                                                  \
            fprintf(stderr, "host.c:%d: %s: %s\n", __LINE__, #call, failed.its.message); \
            exit(1);                                                                   \
        }                                                                              \
    } while (0)

#define GUARD 64
#define GUARDED(type)                                                                  \
    struct {                                                                           \
        type its;                                                                      \
        unsigned char guard[GUARD];                                                    \
    }

static GUARDED(af_error) failed;
static const char *url, *key, *app_id, *public_key;

static void check_guard(const unsigned char *guard)
{
    for (int at = 0; at < GUARD; at++)
        CHECK(guard[at] == 0xa5);
}

/* As a program sets it up. */
static void set_up_error(void)
{
    const af_error fresh = AF_ERROR_INIT;
    failed.its = fresh;
    memset(failed.guard, 0xa5, GUARD);
}

static const char *setting(const char *name)
{
    const char *value = getenv(name);
    if (!value) {
        fprintf(stderr, "%s is not set\n", name);
        exit(1);
    }
    return value;
}

static time_t began;

/* Lets others work, but not for ever. */
static void patience(void)
{
    CHECK(time(NULL) - began < 100);
    sched_yield();
}

/* What the callbacks have heard. */
static struct {
    pthread_mutex_t lock;
    int failures, events, lines, releases;
    af_reason reason;
    int32_t http_status;
    char code[64];
    af_event_kind kind;
    char tier[16];
} heard = { PTHREAD_MUTEX_INITIALIZER, 0, 0, 0, 0, AF_REASON_NONE, 0, "", AF_EVENT_KIND_NONE, "" };

static void on_failure(af_client *client, af_reason reason, const af_error *error, void *user_data)
{
    CHECK(user_data == &heard && !af_is_authenticated(client));
    pthread_mutex_lock(&heard.lock);
    heard.failures++;
    heard.reason = reason;
    heard.http_status = error->http_status;
    memcpy(heard.code, error->code, sizeof heard.code);
    pthread_mutex_unlock(&heard.lock);
}

static void on_event(af_client *client, const af_event *event, void *user_data)
{
    CHECK(user_data == &heard && af_is_authenticated(client));
    CHECK(event->struct_size >= sizeof *event);
    pthread_mutex_lock(&heard.lock);
    heard.events++;
    heard.kind = event->kind;
    const char *tier = af_session_variable_string(event->session, AF_SCOPE_LICENSE, "tier", "none");
    snprintf(heard.tier, sizeof heard.tier, "%s", tier);
    pthread_mutex_unlock(&heard.lock);
}

static void on_line(af_log_level level, const char *text, size_t length, void *user_data)
{
    CHECK(user_data == &heard && level >= AF_LOG_LEVEL_ERROR && level <= AF_LOG_LEVEL_INFO);
    pthread_mutex_lock(&heard.lock);
    heard.lines += length == 11 && memcmp(text, "from a host", 11) == 0;
    pthread_mutex_unlock(&heard.lock);
}

static void on_release(void *user_data)
{
    CHECK(user_data == &heard);
    pthread_mutex_lock(&heard.lock);
    heard.releases++;
    pthread_mutex_unlock(&heard.lock);
}

static void until(const int *count, int least)
{
    for (bool there = false; !there;) {
        patience();
        pthread_mutex_lock(&heard.lock);
        there = *count >= least;
        pthread_mutex_unlock(&heard.lock);
    }
}

static af_client *new_client(int32_t dispatch, const char *hwid)
{
    af_client *client = NULL;
    af_config *config = af_config_new(app_id, setting("AF_TEST_APP_SECRET"), public_key, "SERVER");
    CHECK(config != NULL);
    OK(af_config_set_api_base_url(config, url, &failed.its));
    OK(af_config_set_heartbeat_interval(config, 900, &failed.its));
    OK(af_config_set_request_timeout(config, 20, &failed.its));
    OK(af_config_set_ttl_seconds(config, 7200, &failed.its));
    OK(af_config_set_hwid_override(config, hwid, &failed.its));
    OK(af_config_set_failure_policy(config, AF_FAILURE_POLICY_CONTINUE, &failed.its));
    OK(af_config_set_dispatch(config, dispatch, &failed.its));
    OK(af_config_set_token_binding(config, AF_TOKEN_BINDING_IF_PRESENT, &failed.its));
    OK(af_config_set_allow_plain_http(config, true, &failed.its));
    OK(af_config_set_ca_file(config, NULL, &failed.its));
    OK(af_client_new(config, &client, &failed.its));
    af_config_free(config);
    return client;
}

/* A call that fails fills the error as far as this program has it. */
static void errors(void)
{
    af_config *config = af_config_new(app_id, NULL, public_key, NULL);
    CHECK(af_config_set_heartbeat_interval(config, 9, &failed.its) == AF_STATUS_INVALID_ARGUMENT);
    CHECK(failed.its.struct_size == sizeof failed.its && failed.its.status == AF_STATUS_INVALID_ARGUMENT);
    CHECK(failed.its.http_status == 0 && failed.its.retry_after_ms == 0);
    IS(failed.its.code, "invalid_argument");
    HAS(failed.its.message, "10");
    check_guard(failed.guard);
    memset(&failed.its, 0, sizeof failed.its);
    CHECK(af_config_set_dispatch(config, 77, &failed.its) == AF_STATUS_INVALID_ARGUMENT);
    CHECK(failed.its.struct_size == sizeof failed.its);
    IS(failed.its.code, af_status_code(AF_STATUS_INVALID_ARGUMENT));
    check_guard(failed.guard);
    af_config_free(config);
    CHECK(AF_VERSION_MAJOR == atoi(af_version()) && strlen(af_status_message(AF_STATUS_REVOKED)) > 0);
    CHECK(af_status_is_transient(AF_STATUS_TIMEOUT) && af_status_is_fatal(AF_STATUS_REVOKED));
    IS(af_reason_name(AF_REASON_NETWORK_ERROR), "network_error");
}

static void callbacks(void)
{
    af_client *client = new_client(AF_DISPATCH_BACKGROUND, "a machine");
    OK(af_set_log_callback(AF_LOG_LEVEL_INFO, on_line, &heard, on_release, &failed.its));
    OK(af_log(AF_LOG_LEVEL_WARN, "from a host", &failed.its));
    OK(af_set_log_callback(AF_LOG_LEVEL_OFF, NULL, NULL, NULL, &failed.its));
    CHECK(heard.lines == 1);
    OK(af_client_set_failure_callback(client, on_failure, &heard, on_release, &failed.its));
    OK(af_client_set_event_callback(client, on_event, &heard, on_release, &failed.its));
    CHECK(af_login(client, "NO-SUCH-KEY", NULL, &failed.its) == AF_STATUS_INVALID_KEY);
    CHECK(failed.its.http_status == 200 || failed.its.http_status >= 400);
    IS(failed.its.code, "invalid_key");
    check_guard(failed.guard);
    until(&heard.failures, 1);
    CHECK(heard.reason == AF_REASON_LOGIN_FAILED && heard.http_status == failed.its.http_status);
    IS(heard.code, "invalid_key");
    OK(af_login(client, key, NULL, &failed.its));
    until(&heard.events, 1);
    CHECK(heard.kind == AF_EVENT_KIND_LOGGED_IN);
    IS(heard.tier, "pro");
    af_client_free(client);
    until(&heard.releases, 3);
    CHECK(heard.failures == 1);
}

/* Waits for the next event; of a struct as `AF_EVENT_INIT` sets it up, or of zeros. */
static af_event poll(af_client *client, bool zeros)
{
    GUARDED(af_event) event;
    const af_event fresh = AF_EVENT_INIT;
    memset(&event, 0xa5, sizeof event);
    event.its = fresh;
    if (zeros)
        memset(&event.its, 0, sizeof event.its);
    while (!af_client_poll(client, &event.its))
        patience();
    CHECK(event.its.struct_size == sizeof event.its);
    check_guard(event.guard);
    return event.its;
}

static void events(af_client *client)
{
    af_session *kept = NULL;
    af_request request = 0;
    OK(af_login_start(client, key, &request, &failed.its));
    CHECK(request != 0);
    af_event event = poll(client, false);
    CHECK(event.kind == AF_EVENT_KIND_LOGGED_IN && event.request == 0 && event.status == AF_STATUS_OK);
    OK(af_session_clone(event.session, &kept, &failed.its));
    CHECK(af_session_get_kind(kept) == AF_SESSION_KIND_ONLINE);
    af_session_free(kept);
    event = poll(client, true);
    CHECK(event.kind == AF_EVENT_KIND_REQUEST_FINISHED && event.request == request);
    CHECK(event.reason == AF_REASON_NONE && event.http_status == 0 && event.retry_after_ms == 0);
    IS(event.code, af_status_code(AF_STATUS_OK));

    OK(af_login_start(client, "NO-SUCH-KEY", &request, &failed.its));
    event = poll(client, true);
    CHECK(event.kind == AF_EVENT_KIND_FAILURE && event.reason == AF_REASON_LOGIN_FAILED && event.session == NULL);
    CHECK(event.status == AF_STATUS_INVALID_KEY && event.http_status != 0 && event.retry_after_ms == 0);
    IS(event.code, "invalid_key");
    CHECK(event.message[0] != '\0');
    event = poll(client, false);
    CHECK(event.kind == AF_EVENT_KIND_REQUEST_FINISHED && event.request == request);
    IS(event.code, "invalid_key");
    CHECK(af_client_pump(client) == 0 && af_is_authenticated(client));
    OK(af_client_cancel(client, request, &failed.its));
}

static af_variable variable(const af_session *session, const char *name)
{
    GUARDED(af_variable) found;
    const af_variable fresh = AF_VARIABLE_INIT;
    memset(&found, 0xa5, sizeof found);
    found.its = fresh;
    CHECK(af_session_variable(session, AF_SCOPE_LICENSE, name, &found.its));
    CHECK(found.its.struct_size == sizeof found.its);
    check_guard(found.guard);
    return found.its;
}

static void session(const af_client *client)
{
    af_session *session = NULL;
    int64_t ends = 7;
    char text[4096];
    size_t length = 0;
    OK(af_client_session(client, &session, &failed.its));
    IS(af_session_variable_string(session, AF_SCOPE_LICENSE, "tier", "none"), "pro");
    CHECK(af_session_variable_int(session, AF_SCOPE_LICENSE, "seats", 0) == 5000000000);
    CHECK(af_session_variable_double(session, AF_SCOPE_LICENSE, "ratio", 0) == 0.5);
    CHECK(af_session_variable_bool(session, AF_SCOPE_LICENSE, "trial", false));
    CHECK(af_session_variable_int(session, AF_SCOPE_LICENSE, "tier", -5000000000) == -5000000000);
    CHECK(af_session_variable_type(session, AF_SCOPE_LICENSE, "ratio") == AF_VARIABLE_TYPE_DOUBLE);
    CHECK(af_session_variable_count(session, AF_SCOPE_LICENSE) == 4);
    IS(af_session_variable_name_at(session, AF_SCOPE_LICENSE, 3), "trial");
    HAS(af_session_variables_json(session, AF_SCOPE_LICENSE), "\"trial\":true");
    CHECK(variable(session, "seats").int_value == 5000000000 && variable(session, "ratio").double_value == 0.5);
    CHECK(variable(session, "trial").bool_value && variable(session, "tier").type == AF_VARIABLE_TYPE_STRING);
    IS(variable(session, "tier").string_value, "pro");
    CHECK(af_session_expires_at(session) > (int64_t)time(NULL) && af_session_issued_at(session) > 1700000000);
    CHECK(af_session_license_expires_at(session, &ends) != AF_LICENSE_EXPIRY_DATE || ends > 1700000000);
    IS(af_session_license_key(session), key);
    HAS(af_session_json(session), "sessionToken");
    CHECK(af_session_hwid_policy(session) == AF_HWID_POLICY_NONE && af_session_license_file(session) == NULL);
    af_session_free(session);
    CHECK(af_session_get_kind(session) == AF_SESSION_KIND_NONE);
    OK(af_get_license_variables(client, text, sizeof text, &length, &failed.its));
    CHECK(length == strlen(text));
    HAS(text, "5000000000");
    CHECK(af_client_hwid(client, text, 4, &length, &failed.its) == AF_STATUS_BUFFER_TOO_SMALL && length == 9);
    OK(af_client_hwid(client, text, sizeof text, NULL, &failed.its));
    IS(text, "a machine");
}

static void without_a_network(void)
{
    GUARDED(af_activation_request_options) options;
    const af_activation_request_options fresh = AF_ACTIVATION_REQUEST_OPTIONS_INIT;
    af_session *session = NULL;
    af_client *client = new_client(AF_DISPATCH_PUMP, "a machine");
    char text[4096], json[4096];
    OK(af_login_from_file(client, setting("AF_TEST_FILE"), &session, &failed.its));
    CHECK(af_session_get_kind(session) == AF_SESSION_KIND_OFFLINE && af_session_expires_at(session) == INT64_MAX);
    CHECK(af_session_hwid_policy(session) == AF_HWID_POLICY_ANY && af_session_bound_hwid_count(session) == 0);
    HAS(af_session_license_file(session), "BEGIN AUTHFORGE LICENSE");
    af_session_free(session);
    CHECK(af_verify_license_file(client, "no file", NULL, &failed.its) == AF_STATUS_READ_ERROR);
    /* What lies behind the options is not the library's to read. */
    memset(&options, 0xa5, sizeof options);
    options.its = fresh;
    options.its.include_machine_name = 1;
    options.its.machine_name = "a name";
    options.its.os = "an os";
    options.its.sdk = "an sdk";
    options.its.license_key = "a key";
    options.its.created_at = "2026-04-20T00:00:00.000Z";
    OK(af_create_activation_request(client, &options.its, text, sizeof text, NULL, &failed.its));
    OK(af_parse_activation_request(text, json, sizeof json, NULL, &failed.its));
    HAS(json, "\"createdAt\":\"2026-04-20T00:00:00.000Z\",\"machineName\":\"a name\",\"os\":\"an os\",\"sdk\":\"an sdk\"");
    HAS(json, "\"licenseKey\":\"a key\"");
    af_client_free(client);
}

/* Each choice is taken for what it is: first a machine alone is banned, then the license alone. */
static void self_ban(af_client *client)
{
    GUARDED(af_self_ban_options) options;
    const af_self_ban_options fresh = AF_SELF_BAN_OPTIONS_INIT;
    af_client *other = new_client(AF_DISPATCH_PUMP, "another machine");
    memset(&options, 0xa5, sizeof options);
    options.its = fresh;
    options.its.license_key = "NO-SUCH-KEY";
    CHECK(af_self_ban(other, &options.its, &failed.its) == AF_STATUS_INVALID_KEY);
    options.its.session_token = "no token";
    CHECK(af_self_ban(other, &options.its, &failed.its) == AF_STATUS_SESSION_EXPIRED);
    options.its.session_token = NULL;
    OK(af_login(other, key, NULL, &failed.its));
    options.its.revoke_license = 0;
    options.its.blacklist_ip = 0;
    OK(af_self_ban(other, &options.its, &failed.its));
    CHECK(af_validate(other, key, NULL, &failed.its) == AF_STATUS_BLOCKED);
    OK(af_validate(client, key, NULL, &failed.its));
    options.its.revoke_license = 1;
    options.its.blacklist_hwid = 0;
    OK(af_self_ban(client, &options.its, &failed.its));
    CHECK(af_validate(client, key, NULL, &failed.its) == AF_STATUS_REVOKED);
    check_guard(failed.guard);
    af_client_free(other);
}

int main(void)
{
    began = time(NULL);
    url = setting("AF_TEST_URL");
    key = setting("AF_TEST_LICENSE_KEY");
    app_id = setting("AF_TEST_APP_ID");
    public_key = setting("AF_TEST_PUBLIC_KEY");
    set_up_error();
    errors();
    set_up_error();
    callbacks();
    af_client *client = new_client(AF_DISPATCH_PUMP, "a machine");
    events(client);
    session(client);
    without_a_network();
    self_ban(client);
    OK(af_logout(client, &failed.its));
    CHECK(poll(client, false).kind == AF_EVENT_KIND_SESSION_ENDED && !af_is_authenticated(client));
    af_client_free(client);
    OK(af_shutdown(5000, &failed.its));
    return 0;
}
