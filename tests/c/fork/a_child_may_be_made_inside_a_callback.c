/* A child may be made inside a callback. */
/* where: not windows, not qemu, because there is no fork, and a child that is made beside threads ends in an assertion of qemu */

#include "../harness.h"

static struct counter forked = COUNTER_INIT;

static void on_event(af_client *client, const af_event *event, void *user_data)
{
    (void)user_data;
    struct child child;
    if (event->kind != AF_EVENT_KIND_LOGGED_IN)
        return;
    if (fork_child(&child)) {
        CHECK_STATUS(af_logout(client, NULL), AF_STATUS_FORKED);
        log_in(test_client());
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
    log_in(client);
    CHECK(count_reaches(&forked, 2, PATIENCE));
    CHECK(af_is_authenticated(client));
    af_client_free(client);
    return 0;
}
