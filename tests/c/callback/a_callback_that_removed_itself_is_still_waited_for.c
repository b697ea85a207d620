/* A callback that removed itself is still waited for. */

#include "../harness.h"

static struct counter entered = COUNTER_INIT, replaced = COUNTER_INIT, left = COUNTER_INIT,
                      released = COUNTER_INIT;

static void on_event(af_client *client, const af_event *event, void *user_data)
{
    (void)event, (void)user_data;
    CHECK_STATUS(af_client_set_event_callback(client, NULL, NULL, NULL, NULL), AF_STATUS_OK);
    count_up(&entered);
    CHECK(!count_reaches(&replaced, 1, 1));
    CHECK_EQ(count_of(&released), 0);
    count_up(&left);
}

static void on_release(void *user_data)
{
    (void)user_data;
    count_up(&released);
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    for (int freed = 0; freed < 2; freed++) {
        entered.value = replaced.value = left.value = released.value = 0;
        af_client *client = test_client();
        OK(af_client_set_event_callback(client, on_event, NULL, on_release, &error));
        log_in(client);
        CHECK(count_reaches(&entered, 1, PATIENCE));
        if (freed)
            af_client_free(client);
        else
            OK(af_client_set_event_callback(client, NULL, NULL, NULL, &error));
        CHECK_EQ(count_of(&left), 1);
        CHECK_EQ(count_of(&released), 1);
        count_up(&replaced);
        af_client_free(client);
    }
    return 0;
}
