/* An activation that ends after a later login writes its file and leaves the session. */
/* takes: 2 s */

#include "../harness.h"

int main(void)
{
    static struct recorder recorder = RECORDER_INIT;
    af_error error = AF_ERROR_INIT;
    af_session *session = NULL;
    af_request request = 0;
    af_client *client = test_client();
    enter_folder();
    record_from(&recorder, client);
    add_fault("{\"fault\":{\"delay\":{\"ms\":2000}},\"endpoint\":\"offline_activate\",\"count\":1}");
    OK(af_activate_offline_start(client, LASTING_KEY, "license", &request, &error));
    request_count("offline_activate", 1);
    log_in(client);
    struct report report = wait_for_report(&recorder, AF_EVENT_KIND_REQUEST_FINISHED, 1);
    CHECK_EQ(report.request, request);
    CHECK_STATUS(report.status, AF_STATUS_OK);
    CHECK(report.has_session);
    CHECK_TEXT(names_in("."), "license");
    OK(af_client_session(client, &session, &error));
    CHECK_TEXT(af_session_license_key(session), KEY);
    CHECK_EQ(report_count(&recorder, AF_EVENT_KIND_LOGGED_IN), 1);
    CHECK_EQ(report_count(&recorder, AF_EVENT_KIND_SESSION_ENDED), 0);
    af_session_free(session);
    af_client_free(client);
    leave_folder();
    return 0;
}
