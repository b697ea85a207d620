/* A failed login leaves an earlier session as it was. */

#include "../harness.h"

int main(void)
{
    static struct recorder recorder = RECORDER_INIT;
    af_error error = AF_ERROR_INIT;
    char before[4096], after[4096];
    af_client *client = client_without_heartbeats();
    record_from(&recorder, client);
    log_in(client);
    OK(af_get_session_data(client, before, sizeof before, NULL, &error));
    CHECK_STATUS(af_login(client, "REVK-EDXX-KEY6-4MTC", NULL, &error), AF_STATUS_REVOKED);
    struct report report = wait_for_report(&recorder, AF_EVENT_KIND_FAILURE, 1);
    CHECK_EQ(report.reason, AF_REASON_LOGIN_FAILED);
    CHECK_TEXT(report.code, "revoked");
    CHECK(report.authenticated);
    OK(af_get_session_data(client, after, sizeof after, NULL, &error));
    CHECK_TEXT(after, before);
    af_client_free(client);
    CHECK_EQ(report_count(&recorder, AF_EVENT_KIND_SESSION_ENDED), 0);
    return 0;
}
