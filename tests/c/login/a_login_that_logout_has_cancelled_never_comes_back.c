/* A login that logout has cancelled never comes back. */

#include "../harness.h"

int main(void)
{
    static struct recorder recorder = RECORDER_INIT;
    af_error error = AF_ERROR_INIT;
    af_client *client = test_client();
    record_from(&recorder, client);
    for (int i = 0; i < 40; i++) {
        OK(af_login_start(client, KEY, NULL, &error));
        /* From at once to after the answer. */
        for (long end = now_ms() + i % 10; now_ms() < end;)
            sched_yield();
        log_out(client);
        CHECK(!af_is_authenticated(client));
        wait_for_report(&recorder, AF_EVENT_KIND_REQUEST_FINISHED, i + 1);
        CHECK(!af_is_authenticated(client));
    }
    af_client_free(client);
    CHECK_EQ(report_count(&recorder, AF_EVENT_KIND_REQUEST_FINISHED), 40);
    CHECK_EQ(report_count(&recorder, AF_EVENT_KIND_FAILURE), 0);
    CHECK_BELOW(report_count(&recorder, AF_EVENT_KIND_SESSION_ENDED),
                report_count(&recorder, AF_EVENT_KIND_LOGGED_IN) + 1);
    return 0;
}
