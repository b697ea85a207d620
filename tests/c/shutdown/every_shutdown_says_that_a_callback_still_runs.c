/* Every shutdown says that a callback still runs. */

#include "../harness.h"

static struct counter entered = COUNTER_INIT, go_on = COUNTER_INIT;

static void on_event(af_client *client, const af_event *event, void *user_data)
{
    (void)client, (void)user_data;
    if (event->kind != AF_EVENT_KIND_LOGGED_IN)
        return;
    count_up(&entered);
    CHECK(count_reaches(&go_on, 1, PATIENCE));
}

static void *shut_down_soon(void *status)
{
    *(af_status *)status = af_shutdown(300, NULL);
    return NULL;
}

static void *shut_down_patiently(void *status)
{
    *(af_status *)status = af_shutdown((unsigned)PATIENCE * 1000, NULL);
    return NULL;
}

static void shut_down_twice(void *(*how)(void *), af_status expected, bool let_go)
{
    af_status one = AF_STATUS_OK, other = AF_STATUS_OK;
    pthread_t threads[2] = { start_thread(how, &one), start_thread(how, &other) };
    if (let_go)
        count_up(&go_on);
    CHECK_EQ(pthread_join(threads[0], NULL), 0);
    CHECK_EQ(pthread_join(threads[1], NULL), 0);
    CHECK_STATUS(one, expected);
    CHECK_STATUS(other, expected);
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    char *file = mint_for_any(NULL);
    af_client *client = test_client(), *second = test_client();
    OK(af_client_set_event_callback(client, on_event, NULL, NULL, &error));
    OK(af_client_set_event_callback(second, on_event, NULL, NULL, &error));
    OK(af_login_from_file(client, file, NULL, &error));
    CHECK(count_reaches(&entered, 1, PATIENCE));
    for (int i = 0; i < 3; i++)
        REFUSED(af_shutdown(50, &error), AF_STATUS_STILL_RUNNING, "callback");
    CHECK_STATUS(af_shutdown(0, &error), AF_STATUS_STILL_RUNNING);
    shut_down_twice(shut_down_soon, AF_STATUS_STILL_RUNNING, false);

    /* Another callback, of an engine that came later. */
    OK(af_login_from_file(second, file, NULL, &error));
    CHECK(count_reaches(&entered, 2, PATIENCE));
    CHECK_STATUS(af_shutdown(50, &error), AF_STATUS_STILL_RUNNING);
    shut_down_twice(shut_down_patiently, AF_STATUS_OK, true);
    CHECK_SOON(thread_count() == 1);
    OK(af_shutdown(0, &error));
    af_client_free(client);
    af_client_free(second);
    free(file);
    return 0;
}
