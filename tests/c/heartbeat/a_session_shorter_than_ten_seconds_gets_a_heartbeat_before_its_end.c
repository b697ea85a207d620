/* A session shorter than ten seconds gets a heartbeat before its end. */
/* takes: 5 s */
/* valgrind: no, nine seconds are short there */

#include "../harness.h"

int main(void)
{
    static struct recorder recorder = RECORDER_INIT;
    af_client *client = test_client();
    record_from(&recorder, client);
    int64_t end = wall_ms() / 1000 + 9;
    end_next_sessions_at(end, 1);
    log_in(client);
    wait_for_report(&recorder, AF_EVENT_KIND_HEARTBEAT_SUCCEEDED, 1);
    CHECK_BELOW(wall_ms(), end * 1000);
    /* Renewed, it is a long one, and has nothing to hurry for. */
    CHECK_EQ(request_count("heartbeat", 1), 1);
    CHECK(af_is_authenticated(client));
    CHECK_EQ(report_count(&recorder, AF_EVENT_KIND_FAILURE), 0);
    af_client_free(client);
    return 0;
}
