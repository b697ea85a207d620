/* A child that was made inside a callback may block. */
/* where: not windows, because there is no fork */

#include "../harness.h"

static struct counter forked = COUNTER_INIT;

static void on_event(af_client *client, const af_event *event, void *user_data)
{
    struct child child;
    (void)client, (void)event, (void)user_data;
    if (fork_child(&child)) {
        af_error error = AF_ERROR_INIT;
        struct recorder recorder = RECORDER_INIT;
        af_client *own = test_client();
        OK(af_validate(own, KEY, NULL, &error));
        record_from(&recorder, own);
        log_in(own);
        wait_for_report(&recorder, AF_EVENT_KIND_LOGGED_IN, 1);
        log_out(own);
        OK(af_shutdown((unsigned)PATIENCE * 1000, &error));
        CHECK_EQ(report_count(&recorder, AF_EVENT_KIND_SESSION_ENDED), 1);
        CHECK_SOON(thread_count() == 1);
        child_passed(&child);
    }
    join_child(&child);
    count_up(&forked);
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_client *client = test_client();
    OK(af_client_set_event_callback(client, on_event, NULL, NULL, &error));
    log_in(client);
    CHECK(count_reaches(&forked, 1, PATIENCE));
    af_client_free(client);
    return 0;
}
