/* The release function is called exactly once also when setting a callback fails. */

#include "../harness.h"

enum { ROUNDS = 300, SETTERS = 2 };

static struct counter released = COUNTER_INIT, set = COUNTER_INIT, go = COUNTER_INIT, done = COUNTER_INIT;
static af_client *client;

static void on_release(void *user_data)
{
    (void)user_data;
    count_up(&released);
}

/* Until the client is gone, also in the very moment when it goes. */
static void *keep_setting(void *argument)
{
    for (int round = 1; round <= ROUNDS; round++) {
        af_status status = AF_STATUS_OK;
        CHECK(count_reaches(&go, round, PATIENCE));
        while (status == AF_STATUS_OK) {
            count_up(&set);
            status = argument
                         ? af_client_set_event_callback(client, record_event, NULL, on_release, NULL)
                         : af_client_set_failure_callback(client, record_failure, NULL, on_release, NULL);
        }
        CHECK_STATUS(status, AF_STATUS_INVALID_HANDLE);
        count_up(&done);
    }
    return NULL;
}

int main(void)
{
    pthread_t threads[SETTERS] = { start_thread(keep_setting, &go), start_thread(keep_setting, NULL) };
    for (int round = 1; round <= ROUNDS; round++) {
        long before = count_of(&set);
        client = test_client();
        count_up(&go);
        CHECK(count_reaches(&set, before + 3, PATIENCE));
        af_client_free(client);
        CHECK(count_reaches(&done, (long)round * SETTERS, PATIENCE));
        CHECK_EQ(count_of(&released), count_of(&set));
    }
    for (int i = 0; i < SETTERS; i++)
        pthread_join(threads[i], NULL);
    CHECK_STATUS(af_set_log_callback(99, NULL, NULL, on_release, NULL), AF_STATUS_INVALID_ARGUMENT);
    CHECK_EQ(count_of(&released), count_of(&set) + 1);
    return 0;
}
