/* A wakeup callback is over when it was removed or its client freed. */

#include "../harness.h"

static struct counter entered = COUNTER_INIT, gone = COUNTER_INIT, left = COUNTER_INIT,
                      released = COUNTER_INIT;
static int rounds;

static void slow(af_client *client, void *user_data)
{
    (void)client;
    CHECK(user_data == &rounds);
    count_up(&entered);
    /* If the other thread did not wait it would be done long before. */
    CHECK(!count_reaches(&gone, rounds, 1));
    count_up(&left);
}

static void on_release(void *user_data)
{
    CHECK(user_data == &rounds);
    CHECK_EQ(count_of(&left), rounds);
    count_up(&released);
}

static void quick(af_client *client, void *user_data)
{
    (void)client;
    count_up(user_data);
}

int main(void)
{
    enum { REMOVED, REPLACED, FREED, WAYS };
    static struct counter next = COUNTER_INIT;
    af_error error = AF_ERROR_INIT;
    for (int way = 0; way < WAYS; way++) {
        af_client *client = pump_client();
        rounds = way + 1;
        OK(af_client_set_wakeup_callback(client, slow, &rounds, on_release, &error));
        log_in(client);
        CHECK(count_reaches(&entered, rounds, PATIENCE));
        if (way == REMOVED)
            OK(af_client_set_wakeup_callback(client, NULL, NULL, NULL, &error));
        else if (way == REPLACED)
            OK(af_client_set_wakeup_callback(client, quick, &next, NULL, &error));
        else
            af_client_free(client);
        CHECK_EQ(count_of(&left), rounds);
        CHECK_EQ(count_of(&released), rounds);
        count_up(&gone);
        if (way == REPLACED)
            CHECK(count_reaches(&next, 1, PATIENCE));
        af_client_free(client);
    }
    CHECK_EQ(count_of(&entered), WAYS);
    CHECK_EQ(count_of(&released), WAYS);
    CHECK_EQ(count_of(&next), 1);
    return 0;
}
