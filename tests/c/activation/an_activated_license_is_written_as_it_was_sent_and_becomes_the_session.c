/* An activated license is written as it was sent and becomes the session. */

#include "../harness.h"

static void check_session(const af_session *session, const char *text, const char *hwid, bool replay)
{
    CHECK_EQ(af_session_get_kind(session), AF_SESSION_KIND_OFFLINE);
    CHECK(af_session_is_reissued(session) == replay);
    CHECK_TEXT(af_session_license_file(session), text);
    CHECK_TEXT(af_session_license_key(session), LASTING_KEY);
    CHECK_EQ(af_session_expires_at(session), INT64_MAX);
    CHECK_EQ(af_session_license_expires_at(session, NULL), AF_LICENSE_EXPIRY_LIFETIME);
    CHECK_EQ(af_session_hwid_policy(session), AF_HWID_POLICY_BOUND);
    CHECK_EQ(af_session_bound_hwid_count(session), 1);
    CHECK_TEXT(af_session_bound_hwid_at(session, 0), hwid);
}

static void activate(af_client *client, const char *key, const char *path, bool replay)
{
    static int slots = 1;
    af_error error = AF_ERROR_INIT;
    af_session *session = NULL, *now = NULL;
    char hwid[80];
    OK(af_client_hwid(client, hwid, sizeof hwid, NULL, &error));
    OK(af_activate_offline(client, key, path, &session, &error));
    slots += !replay;
    char *text = kept_file(LASTING_KEY, slots - 2);
    check_session(session, text, hwid, replay);
    CHECK(af_is_authenticated(client));
    OK(af_client_session(client, &now, &error));
    check_session(now, text, hwid, replay);
    if (path) {
        CHECK_FILE(path, text);
        CHECK(is_owners_alone(path));
    }
    af_session_free(session);
    af_session_free(now);
    free(text);
}

/* What a host does ever after, on a machine without a network and with a program that knows no secret. */
static void log_in_ever_after(const char *path)
{
    af_error error = AF_ERROR_INIT;
    af_session *session = NULL;
    af_config *config = file_config();
    OK(af_config_set_api_base_url(config, "http://127.0.0.1:9", &error));
    af_client *client = client_of(config);
    OK(af_login_from_file(client, path, &session, &error));
    CHECK(!af_session_is_reissued(session));
    af_session_free(session);
    af_client_free(client);
}

int main(void)
{
    static struct recorder recorder = RECORDER_INIT;
    af_error error = AF_ERROR_INIT;
    af_client *client = test_client();
    record_from(&recorder, client);
    enter_folder();
    activate(client, " " LASTING_KEY "\r\n", "one.authforge", false);
    activate(client, LASTING_KEY, "one.authforge", true);
    activate(client, LASTING_KEY, NULL, true);
    CHECK_TEXT(names_in("."), "one.authforge");
    activate(client, LASTING_KEY, "many/folders/that/are/missing/\xc3\xa4\xf0\x9f\x98\x80", true);
    CHECK_TEXT(names_in("many/folders/that/are/missing"), "\xc3\xa4\xf0\x9f\x98\x80");
    char absolute[200];
    snprintf(absolute, sizeof absolute, "%s/two.authforge", own_folder());
    activate(client, LASTING_KEY, absolute, true);
    for (int i = 1; i <= 5; i++)
        CHECK(wait_for_report(&recorder, AF_EVENT_KIND_LOGGED_IN, i).has_session);

    af_client *second = client_with_hwid("tg:123456789");
    activate(second, LASTING_KEY, "one.authforge", false);
    log_in_ever_after("two.authforge");
    /* The other machine's file is in its place now. */
    af_client *here = file_client();
    CHECK_STATUS(af_login_from_file(here, "one.authforge", NULL, &error), AF_STATUS_HWID_MISMATCH);
    af_client_free(here);
    /* Started, it is the same. */
    OK(af_activate_offline_start(client, LASTING_KEY, "started/one.authforge", NULL, &error));
    struct report report = wait_for_report(&recorder, AF_EVENT_KIND_REQUEST_FINISHED, 1);
    CHECK_STATUS(report.status, AF_STATUS_OK);
    CHECK(report.has_session);
    char *first = kept_file(LASTING_KEY, 0);
    CHECK_FILE("started/one.authforge", first);
    free(first);
    CHECK_TEXT(names_in("."), "many one.authforge started two.authforge");
    af_client_free(client);
    af_client_free(second);
    CHECK_EQ(report_count(&recorder, AF_EVENT_KIND_FAILURE), 0);
    leave_folder();
    return 0;
}
