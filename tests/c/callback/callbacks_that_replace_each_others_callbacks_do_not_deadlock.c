/* Callbacks that replace each other's callbacks do not deadlock. */

#include "../harness.h"

static struct counter entered = COUNTER_INIT, left = COUNTER_INIT, released = COUNTER_INIT;
static struct counter refusals = COUNTER_INIT;

static void on_event(af_client *client, const af_event *event, void *user_data)
{
    (void)client;
    if (event->kind != AF_EVENT_KIND_LOGGED_IN)
        return;
    count_up(&entered);
    CHECK(count_reaches(&entered, 2, PATIENCE));
    af_status status = af_client_set_event_callback(*(af_client **)user_data, NULL, NULL, NULL, NULL);
    if (status == AF_STATUS_WOULD_DEADLOCK)
        count_up(&refusals);
    else
        CHECK_STATUS(status, AF_STATUS_OK);
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
    CHECK_EQ(count_of(&refusals), 1);
    /* Refused or not, both are gone. */
    CHECK(count_reaches(&released, 2, PATIENCE));
    log_in(one);
    log_in(other);
    af_client_free(one);
    af_client_free(other);
    CHECK_EQ(count_of(&left), 2);
    CHECK_EQ(count_of(&released), 2);
    return 0;
}
