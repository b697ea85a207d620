/* A wakeup callback that hangs or ends its thread holds up no heartbeat. */
/* where: not x86, because there the thread ends in the middle of the library, as docs/threading.md says */
/* takes: 11 s */
/* valgrind: no, it does not follow the unwinding of a thread that ends and goes on */

#include "../harness.h"

static struct counter hung = COUNTER_INIT, go_on = COUNTER_INIT, ended = COUNTER_INIT;

static void hang(af_client *client, void *user_data)
{
    (void)client, (void)user_data;
    count_up(&hung);
    count_reaches(&go_on, 1, 2 * PATIENCE);
}

static void end_thread(af_client *client, void *user_data)
{
    (void)client, (void)user_data;
    count_up(&ended);
#ifdef __GLIBC__
    end_this_thread();
#endif
}

/* Polls for one of this kind. */
static void wait_for_event(af_client *client, af_event_kind kind)
{
    af_event event = AF_EVENT_INIT;
    do
        CHECK_SOON(af_client_poll(client, &event));
    while (event.kind != kind);
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_client *hangs = pump_client(), *ends = pump_client();
    OK(af_client_set_wakeup_callback(hangs, hang, NULL, NULL, &error));
    OK(af_client_set_wakeup_callback(ends, end_thread, NULL, NULL, &error));
    log_in(hangs);
    log_in(ends);
    CHECK(count_reaches(&hung, 1, PATIENCE) && count_reaches(&ended, 1, PATIENCE));
    wait_for_event(hangs, AF_EVENT_KIND_HEARTBEAT_SUCCEEDED);
    wait_for_event(ends, AF_EVENT_KIND_HEARTBEAT_SUCCEEDED);
    /* The one is in its first call still, the other was called for the heartbeat too, or its host was quicker. */
    CHECK_EQ(count_of(&hung), 1);
    log_out(ends);
    CHECK(count_reaches(&ended, 2, PATIENCE));
    count_up(&go_on);
    af_client_free(hangs);
    af_client_free(ends);
    return 0;
}
