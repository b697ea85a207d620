/* No secret, license key or token stands in a log, an error or on stderr. */
/* takes: 11 s */
/* expect: status 1, stderr "login_failed: invalid_key" */

#include "../harness.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char said[1 << 20];
static size_t length_said;

static void say(const char *text, size_t length)
{
    pthread_mutex_lock(&lock);
    CHECK(length_said + length + 2 < sizeof said);
    memcpy(said + length_said, text, length);
    length_said += length;
    said[length_said++] = '\n';
    said[length_said] = '\0';
    pthread_mutex_unlock(&lock);
}

static void on_log(af_log_level level, const char *text, size_t length, void *user_data)
{
    (void)level, (void)user_data;
    say(text, length);
}

static void silent_about(const char *secret)
{
    pthread_mutex_lock(&lock);
    if (strlen(secret) < 8 || strstr(said, secret))
        FAIL("\"%s\" was said in: %s", secret, said);
    pthread_mutex_unlock(&lock);
}

#define KEPT_TOKEN "a-token.that-was-kept"

static void say_error(af_status status, const af_error *error)
{
    if (status != AF_STATUS_OK)
        say(error->message, strlen(error->message));
}

/* License files, whole and damaged, activations and self-bans. */
static void try_files(af_client *client)
{
    const char *const lies[] = { "\"wrong_key\"", "\"file_other_app\"", "\"file_other_hwid\"",
                                 "{\"set_fields\":{\"v\":2}}", "{\"drop_fields\":[\"jti\"]}" };
    af_error error = AF_ERROR_INIT;
    af_self_ban_options options = AF_SELF_BAN_OPTIONS_INIT;
    char *text = mint_for_any(NULL), *marker;
    OK(af_login_from_file(client, text, NULL, &error));
    for (size_t i = 0; i < LENGTH(lies); i++) {
        char *lie = mint_for_any(lies[i]), fault[120];
        say_error(af_login_from_file(client, lie, NULL, &error), &error);
        free(lie);
        snprintf(fault, sizeof fault, "{\"fault\":%s,\"endpoint\":\"offline_activate\",\"count\":1}",
                 lies[i]);
        add_fault(fault);
        say_error(af_activate_offline(client, LASTING_KEY, NULL, NULL, &error), &error);
    }
    say_error(af_activate_offline(client, LASTING_KEY, "/dev/null", NULL, &error), &error);
    OK(af_activate_offline(client, LASTING_KEY, NULL, NULL, &error));
    /* Damaged in each line in turn, the marker first: then it is no path, either. */
    for (marker = text; marker && marker[1]; marker = strchr(marker + 1, '\n')) {
        char was = marker[1];
        marker[1] = '*';
        say_error(af_login_from_file(client, text, NULL, &error), &error);
        marker[1] = was;
    }
    /* Paths are said, but not the key that the service names its files after, or that was meant for another call. */
    const char *const paths[] = { LASTING_KEY, LASTING_KEY ".authforge",
                                  "/dev/null/" LASTING_KEY ".authforge" };
    for (size_t i = 0; i < LENGTH(paths); i++) {
        say_error(af_login_from_file(client, paths[i], NULL, &error), &error);
        say_error(af_verify_license_file(client, paths[i], NULL, &error), &error);
    }
    say_error(af_activate_offline(client, LASTING_KEY, paths[2], NULL, &error), &error);
    say_error(af_write_activation_request(client, NULL, paths[2], &error), &error);
    af_config *config = test_config();
    af_client *none = NULL;
    OK(af_config_set_ca_file(config, "/dev/null/copy-" LASTING_KEY "/ca.pem", &error));
    say_error(af_client_new(config, &none, &error), &error);
    CHECK_HAS(said, "/ca.pem");
    af_config_free(config);
    options.license_key = "NO-SUCH-KEY";
    say_error(af_self_ban(client, &options, &error), &error);
    options.session_token = KEPT_TOKEN;
    say_error(af_self_ban(client, &options, &error), &error);
    free(text);
}

int main(void)
{
    const char *const faults[] = { "\"garbage\"",
                                   "\"wrong_key\"",
                                   "\"wrong_nonce\"",
                                   "\"html_502\"",
                                   "\"truncate\"",
                                   "{\"drop_fields\":[\"sessionToken\"]}",
                                   "{\"set_fields\":{\"expiresIn\":1}}" };
    static struct recorder recorder = RECORDER_INIT;
    af_error error = AF_ERROR_INIT;
    af_session *session = NULL;
    char token[512], renewed[512];
    OK(af_set_log_callback(AF_LOG_LEVEL_DEBUG, on_log, NULL, NULL, &error));
    af_client *client = test_client();
    record_from(&recorder, client);
    OK(af_login(client, KEY, &session, &error));
    json_text(af_session_json(session), "sessionToken", 0, token, sizeof token);
    af_session_free(session);
    admin_do("POST", "/dev/clock/advance", "{\"seconds\":5}");
    wait_for_report(&recorder, AF_EVENT_KIND_HEARTBEAT_SUCCEEDED, 1);
    OK(af_client_session(client, &session, &error));
    json_text(af_session_json(session), "sessionToken", 0, renewed, sizeof renewed);
    af_session_free(session);
    CHECK(strcmp(token, renewed) != 0);
    for (size_t i = 0; i < LENGTH(faults); i++) {
        char fault[120];
        snprintf(fault, sizeof fault, "{\"fault\":%s,\"endpoint\":\"validate\",\"count\":1}", faults[i]);
        add_fault(fault);
        if (af_validate(client, KEY, NULL, &error) != AF_STATUS_OK)
            say(error.message, strlen(error.message));
    }
    af_login(client, "NO-SUCH-KEY", NULL, &error);
    say(error.message, strlen(error.message));
    try_files(client);
    af_client_free(client);
    silent_about(APP_SECRET);
    silent_about(KEY);
    silent_about("NO-SUCH-KEY");
    silent_about(LASTING_KEY);
    silent_about(KEPT_TOKEN);
    /* The payload of a license file, which holds its key: it begins with {" in all of them. */
    silent_about("eyJ2IjoxLCJ0eXAi");
    silent_about(token);
    silent_about(renewed);
    CHECK_HAS(said, "/auth/validate");

    af_config *config = test_config();
    OK(af_config_set_failure_policy(config, AF_FAILURE_POLICY_EXIT, &error));
    af_login(client_of(config), "NO-SUCH-KEY", NULL, NULL);
    FAIL("the process goes on");
}
