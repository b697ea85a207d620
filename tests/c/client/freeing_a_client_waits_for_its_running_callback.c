/* Freeing a client waits for its running callback. */

#include "../harness.h"

static struct counter entered = COUNTER_INIT, freed = COUNTER_INIT, left = COUNTER_INIT,
                      released = COUNTER_INIT;

static void slow(af_client *client, const af_event *event, void *user_data)
{
    (void)client, (void)event, (void)user_data;
    count_up(&entered);
    CHECK(!count_reaches(&freed, 1, 1));
    /* The handle is stale already, and may still be used. */
    CHECK_STATUS(af_logout(client, NULL), AF_STATUS_INVALID_HANDLE);
    count_up(&left);
}

static void on_release(void *user_data)
{
    (void)user_data;
    CHECK_EQ(count_of(&left), 1);
    count_up(&released);
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_client *client = test_client();
    OK(af_client_set_event_callback(client, slow, NULL, on_release, &error));
    log_in(client);
    CHECK(count_reaches(&entered, 1, PATIENCE));
    af_client_free(client);
    CHECK_EQ(count_of(&left), 1);
    CHECK_EQ(count_of(&released), 1);
    count_up(&freed);
    return 0;
}
