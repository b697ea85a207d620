/* Inside a wakeup callback every call is as inside another of the library's threads. */

#include "../harness.h"

static struct counter done = COUNTER_INIT;
static struct recorder recorder = RECORDER_INIT;

static void log_in_in_a_child(af_client *client)
{
#if HAS_FORK
    struct child child;
    if (fork_child(&child)) {
        CHECK_STATUS(af_logout(client, NULL), AF_STATUS_FORKED);
        log_in(test_client());
        child_passed(&child);
    }
    join_child(&child);
#else
    (void)client;
#endif
}

static void on_news(af_client *client, void *user_data)
{
    af_error error = AF_ERROR_INIT;
    af_request request = 0;
    int way = (int)count_of(&done);
    (void)user_data;
    if (way == 0) {
        REFUSED(af_validate(client, KEY, NULL, &error), AF_STATUS_WOULD_DEADLOCK, "af_validate_start");
        REFUSED(af_shutdown(1000, &error), AF_STATUS_WOULD_DEADLOCK, "af_shutdown");
        OK(af_validate_start(client, KEY, &request, &error));
        OK(af_client_cancel(client, request, &error));
        log_out(client);
        log_in(client);
        /* On this thread, as with background dispatch. */
        CHECK_EQ(af_client_pump(client), 4);
        CHECK(pthread_equal(recorder.reports[0].thread, pthread_self()));
        OK(af_client_set_wakeup_callback(client, on_news, NULL, NULL, &error));
    } else if (way == 1) {
        log_in_in_a_child(client);
    } else {
        add_fault("{\"fault\":\"hang\",\"count\":1}");
        OK(af_validate_start(client, KEY, &request, &error));
        af_client_free(client);
        CHECK_STATUS(af_logout(client, &error), AF_STATUS_INVALID_HANDLE);
    }
    count_up(&done);
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_client *client = pump_client();
    record_from(&recorder, client);
    OK(af_client_set_wakeup_callback(client, on_news, NULL, NULL, &error));
    for (int way = 0; way < 3; way++) {
        log_in(client);
        CHECK(count_reaches(&done, way + 1, PATIENCE));
        af_client_pump(client);
    }
    af_client_free(client);
    OK(af_shutdown(PATIENCE * 1000, &error));
    CHECK_EQ(count_of(&done), 3);
    /* The end of what was open when it was freed. */
    const struct report *last = &recorder.reports[recorder.count - 1];
    CHECK_EQ(last->kind, AF_EVENT_KIND_REQUEST_FINISHED);
    CHECK_STATUS(last->status, AF_STATUS_CANCELLED);
    return 0;
}
