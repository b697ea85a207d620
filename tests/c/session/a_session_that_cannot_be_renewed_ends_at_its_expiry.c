/* A session that cannot be renewed ends at its expiry. */
/* takes: 16 s */

#include "../harness.h"

int main(void)
{
    static struct recorder recorder = RECORDER_INIT;
    char fault[160];
    af_client *client = test_client();
    record_from(&recorder, client);
    snprintf(fault, sizeof fault, "{\"fault\":{\"set_fields\":{\"expiresIn\":%lld}},\"count\":1}",
             (long long)time(NULL) + 16);
    add_fault(fault);
    log_in(client);
    add_fault("{\"fault\":\"html_502\",\"endpoint\":\"heartbeat\"}");
    struct report report = wait_for_report(&recorder, AF_EVENT_KIND_FAILURE, 1);
    CHECK(report.authenticated);
    CHECK_EQ(report.reason, AF_REASON_HEARTBEAT_FAILED);
    CHECK_STATUS(report.status, AF_STATUS_HTTP_ERROR);
    report = wait_for_report(&recorder, AF_EVENT_KIND_FAILURE, 2);
    CHECK(!report.authenticated);
    CHECK_STATUS(report.status, AF_STATUS_SESSION_EXPIRED);
    CHECK_EQ(report.reason, AF_REASON_HEARTBEAT_FAILED);
    wait_for_report(&recorder, AF_EVENT_KIND_SESSION_ENDED, 1);
    af_client_free(client);
    return 0;
}
