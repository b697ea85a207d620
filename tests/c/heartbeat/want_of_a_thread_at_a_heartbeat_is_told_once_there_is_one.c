/* Want of a thread at a heartbeat is told once there is one. */
/* takes: 16 s */
/* valgrind: no, three seconds for two logins are short there */

#define _GNU_SOURCE
#include "../harness/threads.h"

#include "../harness.h"

int main(void)
{
    static struct recorder recorder = RECORDER_INIT, ended = RECORDER_INIT;
    af_client *client = test_client(), *brief = test_client();
    /* Their heartbeats are due in ten seconds; by then the end of the second is near. */
    log_in(client);
    int64_t end = wall_ms() / 1000 + 13;
    end_next_sessions_at(end, 1);
    log_in(brief);
    /* After the logins: a thread that told of these would still be there. */
    record_from(&recorder, client);
    record_from(&ended, brief);
    leave_threads(0);
    CHECK_SOON(!af_is_authenticated(brief));
    CHECK(has_come(end));
    CHECK(af_is_authenticated(client));
    CHECK_EQ(recorder.count + ended.count, 0);

    give_threads();
    struct report report = wait_for_report(&recorder, AF_EVENT_KIND_FAILURE, 1);
    CHECK_STATUS(report.status, AF_STATUS_OUT_OF_RESOURCES);
    CHECK_EQ(report.reason, AF_REASON_HEARTBEAT_FAILED);
    CHECK(report.authenticated);
    wait_for_report(&recorder, AF_EVENT_KIND_HEARTBEAT_SUCCEEDED, 1);
    CHECK_EQ(report_count(&recorder, AF_EVENT_KIND_SESSION_ENDED), 0);
    CHECK(af_is_authenticated(client));

    report = wait_for_report(&ended, AF_EVENT_KIND_FAILURE, 1);
    CHECK_STATUS(report.status, AF_STATUS_OUT_OF_RESOURCES);
    report = wait_for_report(&ended, AF_EVENT_KIND_FAILURE, 2);
    CHECK_STATUS(report.status, AF_STATUS_SESSION_EXPIRED);
    wait_for_report(&ended, AF_EVENT_KIND_SESSION_ENDED, 1);
    af_client_free(client);
    af_client_free(brief);
    return 0;
}
