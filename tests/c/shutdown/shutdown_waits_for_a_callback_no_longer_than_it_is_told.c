/* Shutdown waits for a callback no longer than it is told. */

#include "../harness.h"

static struct counter entered = COUNTER_INIT, go_on = COUNTER_INIT, left = COUNTER_INIT;

static void on_event(af_client *client, const af_event *event, void *user_data)
{
    (void)client, (void)event, (void)user_data;
    count_up(&entered);
    CHECK(count_reaches(&go_on, 1, PATIENCE));
    count_up(&left);
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_client *client = test_client();
    OK(af_client_set_event_callback(client, on_event, NULL, NULL, &error));
    log_in(client);
    CHECK(count_reaches(&entered, 1, PATIENCE));
    long begin = now_ms();
    REFUSED(af_shutdown(200, &error), AF_STATUS_STILL_RUNNING, "callback");
    long took = now_ms() - begin;
    CHECK(took >= 199);
    CHECK_BELOW(took, 5000);
    CHECK(!af_is_authenticated(client));
    /* A new login does not wait for what is left of the old one. */
    log_in(client);
    count_up(&go_on);
    /* The login, the end of the first session, and the second login. */
    CHECK(count_reaches(&left, 3, PATIENCE));
    af_client_free(client);
    OK(af_shutdown(60000, &error));
    CHECK_SOON(thread_count() == 1);
    return 0;
}
