/* A callback that ends its thread counts as returned. */
/* where: not x86, because there the thread ends in the middle of the library, as docs/threading.md says */
/* valgrind: no, it does not follow the unwinding of a thread that ends and goes on */

#include "../harness.h"

static struct counter events = COUNTER_INIT, logs = COUNTER_INIT, releases = COUNTER_INIT;

static void on_event(af_client *client, const af_event *event, void *user_data)
{
    (void)client, (void)event, (void)user_data;
    count_up(&events);
    end_this_thread();
}

static void on_log(af_log_level level, const char *text, size_t length, void *user_data)
{
    (void)level, (void)user_data;
    /* Which client's callback it was is told too. */
    CHECK(length > 7 && memcmp(text, "client ", 7) == 0);
    count_up(&logs);
    end_this_thread();
}

static void on_release(void *user_data)
{
    (void)user_data;
    count_up(&releases);
    end_this_thread();
}

static void *pump(void *user_data)
{
    af_client *client = user_data;
    log_in(client);
    CHECK(af_client_pump(client) >= 1);
    CHECK_EQ(af_client_pump(client), 0);
    return client;
}

int main(void)
{
#ifdef __GLIBC__
    af_error error = AF_ERROR_INIT;
    /* On threads of the library, which have other work. */
    af_client *client = test_client();
    OK(af_client_set_event_callback(client, on_event, NULL, on_release, &error));
    for (int i = 1; i <= 20; i++) {
        log_in(client);
        CHECK(count_reaches(&events, i, PATIENCE));
    }
    OK(af_client_set_event_callback(client, NULL, NULL, NULL, &error));
    CHECK_EQ(count_of(&releases), 1);
    af_client_free(client);

    /* On the thread that pumps, which returns from the call. */
    client = pump_client();
    OK(af_client_set_event_callback(client, on_event, NULL, on_release, &error));
    void *result = NULL;
    CHECK_EQ(pthread_join(start_thread(pump, client), &result), 0);
    CHECK(result == client);

    /* In the middle of a call. */
    long before = count_of(&logs);
    OK(af_set_log_callback(AF_LOG_LEVEL_DEBUG, on_log, NULL, on_release, &error));
    CHECK_EQ(pthread_join(start_thread(pump, client), &result), 0);
    CHECK(result == client && count_of(&logs) > before);
    OK(af_set_log_callback(AF_LOG_LEVEL_OFF, NULL, NULL, NULL, &error));
    af_client_free(client);
    CHECK_EQ(count_of(&releases), 3);
    OK(af_shutdown(PATIENCE * 1000u, &error));
#else
    (void)on_event, (void)on_log, (void)on_release, (void)pump;
#endif
    return 0;
}
