/* A child may be made while the library is busy. */
/* where: not windows, not qemu, because there is no fork, and a child that is made beside threads ends in an assertion of qemu */

#include "../harness.h"

static struct counter finished = COUNTER_INIT;

static void on_event(af_client *client, const af_event *event, void *user_data)
{
    (void)client, (void)user_data;
    if (event->kind == AF_EVENT_KIND_REQUEST_FINISHED)
        count_up(&finished);
}

int main(void)
{
    enum { CHILDREN = 20, REQUESTS = 3 };
    af_error error = AF_ERROR_INIT;
    af_client *client = test_client();
    OK(af_client_set_event_callback(client, on_event, NULL, NULL, &error));
    for (int i = 0; i < CHILDREN; i++) {
        struct child child;
        for (int j = 0; j < REQUESTS; j++)
            OK(af_login_start(client, KEY, NULL, &error));
        if (fork_child(&child)) {
            log_in(test_client());
            child_passed(&child);
        }
        join_child(&child);
    }
    CHECK(count_reaches(&finished, CHILDREN * REQUESTS, PATIENCE));
    af_client_free(client);
    return 0;
}
