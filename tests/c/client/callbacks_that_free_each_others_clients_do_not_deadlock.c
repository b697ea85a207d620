/* Callbacks that free each other's clients do not deadlock. */

#include "../harness.h"

static struct counter entered = COUNTER_INIT, left = COUNTER_INIT, released = COUNTER_INIT;

static void on_event(af_client *client, const af_event *event, void *user_data)
{
    (void)client;
    if (event->kind != AF_EVENT_KIND_LOGGED_IN)
        return;
    count_up(&entered);
    CHECK(count_reaches(&entered, 2, PATIENCE));
    af_client_free(*(af_client **)user_data);
    count_up(&left);
}

static void on_release(void *user_data)
{
    (void)user_data;
    count_up(&released);
}

int main(void)
{
    static af_client *one, *other;
    af_error error = AF_ERROR_INIT;
    one = test_client();
    other = test_client();
    OK(af_client_set_event_callback(one, on_event, &other, on_release, &error));
    OK(af_client_set_event_callback(other, on_event, &one, on_release, &error));
    log_in(one);
    log_in(other);
    CHECK(count_reaches(&left, 2, PATIENCE));
    CHECK(count_reaches(&released, 2, PATIENCE));
    CHECK_STATUS(af_logout(one, &error), AF_STATUS_INVALID_HANDLE);
    CHECK_STATUS(af_logout(other, &error), AF_STATUS_INVALID_HANDLE);
    OK(af_shutdown(60000, &error));
    return 0;
}
