/* Shutdown waits for a destructor of the host no longer than it is told. */

#include "../harness.h"

static struct counter called = COUNTER_INIT, entered = COUNTER_INIT, go_on = COUNTER_INIT,
                      left = COUNTER_INIT;
static pthread_key_t key;

static void at_the_threads_end(void *value)
{
    (void)value;
    count_up(&entered);
    CHECK(count_reaches(&go_on, 1, PATIENCE));
    count_up(&left);
}

static void on_event(af_client *client, const af_event *event, void *user_data)
{
    (void)client, (void)event, (void)user_data;
    CHECK_EQ(pthread_setspecific(key, &key), 0);
    count_up(&called);
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    char *file = mint_for_any(NULL);
    CHECK_EQ(pthread_key_create(&key, at_the_threads_end), 0);
    af_client *client = test_client();
    OK(af_client_set_event_callback(client, on_event, NULL, NULL, &error));
    OK(af_login_from_file(client, file, NULL, &error));
    CHECK(count_reaches(&called, 1, PATIENCE));
    for (int i = 0; i < 2; i++) {
        long began = now_ms();
        CHECK_STATUS(af_shutdown(200, &error), AF_STATUS_STILL_RUNNING);
        CHECK_BELOW(now_ms() - began, 5000);
    }
    CHECK(count_reaches(&entered, 1, PATIENCE));
    CHECK_EQ(count_of(&left), 0);
    count_up(&go_on);
    OK(af_shutdown((unsigned)PATIENCE * 1000, &error));
    CHECK(count_of(&left) >= 1);
    CHECK_EQ(count_of(&left), count_of(&entered));
    af_client_free(client);
    free(file);
    return 0;
}
