/* Shutdown inside a destructor on a library thread answers that it would deadlock. */

#include "../harness.h"

static struct counter called = COUNTER_INIT, left = COUNTER_INIT;
static pthread_key_t key;
static af_client *client;
static af_status shut_down, validate, handle;

static void at_the_threads_end(void *value)
{
    (void)value;
    shut_down = af_shutdown(100, NULL);
    validate = af_validate(client, KEY, NULL, NULL);
    handle = af_logout(client, NULL);
    count_up(&left);
}

static void on_event(af_client *of, const af_event *event, void *user_data)
{
    (void)of, (void)user_data;
    if (event->kind != AF_EVENT_KIND_LOGGED_IN)
        return;
    CHECK_EQ(pthread_setspecific(key, &key), 0);
    count_up(&called);
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    char *file = mint_for_any(NULL);
    CHECK_EQ(pthread_key_create(&key, at_the_threads_end), 0);
    client = test_client();
    OK(af_client_set_event_callback(client, on_event, NULL, NULL, &error));
    OK(af_login_from_file(client, file, NULL, &error));
    CHECK(count_reaches(&called, 1, PATIENCE));
    OK(af_shutdown((unsigned)PATIENCE * 1000, &error));
    CHECK_EQ(count_of(&left), 1);
    CHECK_STATUS(shut_down, AF_STATUS_WOULD_DEADLOCK);
    CHECK_STATUS(validate, AF_STATUS_WOULD_DEADLOCK);
    CHECK_STATUS(handle, AF_STATUS_OK);
    CHECK_EQ(request_total(), 0);
    af_client_free(client);
    free(file);
    return 0;
}
