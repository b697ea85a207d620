/* A child of a callback that a free told keeps its own clients. */
/* where: not windows, not qemu, because there is no fork, and a child that is made beside threads ends in an assertion of qemu */

#define _GNU_SOURCE
#include "../harness.h"

static struct child child;
static bool in_child;
static af_client *own;

static void on_event(af_client *client, const af_event *event, void *user_data)
{
    (void)client, (void)user_data;
    if (event->kind != AF_EVENT_KIND_REQUEST_FINISHED)
        return;
    in_child = fork_child(&child);
    if (in_child)
        log_in(own = test_client());
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_client *client = test_client();
    OK(af_client_set_event_callback(client, on_event, NULL, NULL, &error));
    add_fault("{\"fault\":\"hang\",\"count\":1}");
    OK(af_validate_start(client, KEY, NULL, &error));
    request_count("validate", 1);
    /* Tells the end of the request on this thread, so that the child goes on from here. */
    af_client_free(client);
    if (in_child) {
        CHECK(af_is_authenticated(own));
        /* Logs out whom it knows. */
        OK(af_shutdown(60000, &error));
        CHECK(!af_is_authenticated(own));
        child_passed(&child);
    }
    join_child(&child);
    return 0;
}
