/* A child makes its own client and logs in while the parent goes on. */
/* where: not windows, not qemu, because there is no fork, and a child that is made beside threads ends in an assertion of qemu */
/* takes: 11 s */

#include "../harness.h"

static void heartbeat_once(void)
{
    static struct recorder recorder = RECORDER_INIT;
    af_client *client = test_client();
    record_from(&recorder, client);
    log_in(client);
    wait_for_report(&recorder, AF_EVENT_KIND_HEARTBEAT_SUCCEEDED, 1);
    af_client_free(client);
}

int main(void)
{
    static struct recorder recorder = RECORDER_INIT;
    af_error error = AF_ERROR_INIT;
    af_client *client = test_client();
    record_from(&recorder, client);
    log_in(client);
    struct child child;
    if (fork_child(&child)) {
        heartbeat_once();
        OK(af_shutdown(60000, &error));
        CHECK_SOON(thread_count() == 1);
        child_passed(&child);
    }
    wait_for_report(&recorder, AF_EVENT_KIND_HEARTBEAT_SUCCEEDED, 1);
    CHECK(af_is_authenticated(client));
    join_child(&child);
    af_client_free(client);
    CHECK_EQ(report_count(&recorder, AF_EVENT_KIND_FAILURE), 0);
    return 0;
}
