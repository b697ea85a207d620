/* No secret, license key or token stands in a log, an error or on stderr. */
/* takes: 11 s */
/* expect: status 1, stderr "login_failed: invalid_key" */

#include "harness.h"

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

int main(void)
{
    const char *const faults[] = { "\"garbage\"", "\"wrong_key\"", "\"wrong_nonce\"", "\"html_502\"", "\"truncate\"",
                                   "{\"drop_fields\":[\"sessionToken\"]}", "{\"set_fields\":{\"expiresIn\":1}}" };
    static struct ears ears = EARS_INIT;
    af_error error = AF_ERROR_INIT;
    af_session *session = NULL;
    char token[512], renewed[512];
    OK(af_set_log_callback(AF_LOG_LEVEL_DEBUG, on_log, NULL, NULL, &error));
    af_client *client = test_client();
    listen_to(&ears, client);
    OK(af_login(client, KEY, &session, &error));
    json_text(af_session_json(session), "sessionToken", 0, token, sizeof token);
    af_session_free(session);
    admin_do("POST", "/dev/clock/advance", "{\"seconds\":5}");
    wait_to_hear(&ears, AF_EVENT_KIND_CHECK_IN_SUCCEEDED, 1);
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
    af_client_free(client);
    silent_about(APP_SECRET);
    silent_about(KEY);
    silent_about("NO-SUCH-KEY");
    silent_about(token);
    silent_about(renewed);
    CHECK_HAS(said, "/auth/validate");

    af_config *config = test_config();
    OK(af_config_set_failure_policy(config, AF_FAILURE_EXIT, &error));
    af_login(client_of(config), "NO-SUCH-KEY", NULL, NULL);
    FAIL("the process goes on");
}
