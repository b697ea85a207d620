/* A session from a file ends the heartbeats of the one before. */
/* takes: 12 s */

#include "../harness.h"

int main(void)
{
    static struct recorder recorder = RECORDER_INIT, marker = RECORDER_INIT;
    af_error error = AF_ERROR_INIT;
    char *text = mint_for_any(NULL);
    af_client *client = test_client(), *other = test_client();
    record_from(&recorder, client);
    record_from(&marker, other);
    log_in(client);
    OK(af_login_from_file(client, text, NULL, &error));
    log_in(other);
    /* By the time of the other's heartbeat, this one's would have come. */
    wait_for_report(&marker, AF_EVENT_KIND_HEARTBEAT_SUCCEEDED, 1);
    CHECK_EQ(request_count("heartbeat", 1), 1);
    CHECK(af_is_authenticated(client));

    /* A login that fails leaves the file's session, one that succeeds takes its place. */
    af_session *session = NULL;
    CHECK_STATUS(af_login(client, "NO-SUCH-KEY", NULL, &error), AF_STATUS_INVALID_KEY);
    OK(af_client_session(client, &session, &error));
    CHECK_EQ(af_session_get_kind(session), AF_SESSION_KIND_OFFLINE);
    af_session_free(session);
    OK(af_login(client, KEY, &session, &error));
    CHECK_EQ(af_session_get_kind(session), AF_SESSION_KIND_ONLINE);
    CHECK(af_session_license_file_id(session) == NULL && af_session_license_file(session) == NULL);
    CHECK_EQ(af_session_hwid_policy(session), AF_HWID_POLICY_NONE);
    CHECK_EQ(af_session_bound_hwid_count(session), 0);
    CHECK(af_session_bound_hwid_at(session, 0) == NULL && !af_session_is_reissued(session));
    CHECK_TEXT(af_session_license_key(session), KEY);
    int64_t age = (int64_t)time(NULL) - af_session_issued_at(session);
    CHECK(age >= -1 && age <= 60);
    af_session_free(session);
    wait_for_report(&recorder, AF_EVENT_KIND_LOGGED_IN, 3);
    af_client_free(client);
    af_client_free(other);
    CHECK_EQ(report_count(&recorder, AF_EVENT_KIND_HEARTBEAT_SUCCEEDED), 0);
    free(text);
    return 0;
}
