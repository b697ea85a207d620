/* The session is cleared before the failure callback runs. */
/* takes: 11 s */

#include "../harness.h"

int main(void)
{
    static struct recorder recorder = RECORDER_INIT;
    af_error error = AF_ERROR_INIT;
    af_client *client = test_client();
    record_from(&recorder, client);
    log_in(client);
    license_action(KEY, "revoke");
    struct report report = wait_for_report(&recorder, AF_EVENT_KIND_FAILURE, 1);
    CHECK_EQ(report.reason, AF_REASON_HEARTBEAT_FAILED);
    CHECK_STATUS(report.status, AF_STATUS_REVOKED);
    CHECK_TEXT(report.code, "revoked");
    CHECK(!report.authenticated);
    report = wait_for_report(&recorder, AF_EVENT_KIND_SESSION_ENDED, 1);
    CHECK_STATUS(report.status, AF_STATUS_REVOKED);
    CHECK_STATUS(af_client_session(client, &(af_session *){ NULL }, &error), AF_STATUS_NOT_AUTHENTICATED);
    af_client_free(client);
    CHECK_EQ(recorder.count, 3);
    return 0;
}
