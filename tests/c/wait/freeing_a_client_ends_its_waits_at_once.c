/* Freeing a client ends its waits at once. */
/* takes: 5 s */

#define _GNU_SOURCE
#include "../harness.h"
#include "../harness/waiter.h"

enum { ROUNDS = 1000, TIMED = 20 };

static struct counter woken = COUNTER_INIT;

static void on_news(af_client *client, void *user_data)
{
    (void)client, (void)user_data;
    count_up(&woken);
}

static void on_event(af_client *client, const af_event *event, void *user_data)
{
    (void)event, (void)user_data;
    CHECK(!af_client_wait(client, UINT32_MAX));
}

int main(void)
{
    static long times[TIMED];
    af_error error = AF_ERROR_INIT;
    for (int round = 0; round < ROUNDS; round++) {
        struct waiter first, second;
        af_client *client = pump_client();
        if (round % 2)
            OK(af_client_set_wakeup_callback(client, on_news, NULL, NULL, &error));
        begin_wait(&first, client);
        begin_wait(&second, client);
        /* Asleep, or on its way there: both have to go on. */
        if (round % 4 < 2)
            CHECK_SOON(sleeps(&first) && sleeps(&second));
        long begun = now_ms();
        af_client_free(client);
        CHECK(!end_wait(&first) && !end_wait(&second));
        if (round % (ROUNDS / TIMED) == 0)
            times[round / (ROUNDS / TIMED)] = now_ms() - begun;
        CHECK(!af_client_wait(client, UINT32_MAX));
    }
    check_prompt(times, TIMED);
    CHECK_EQ(count_of(&woken), 0);

    /* While it is being freed too, when the ends of its requests are told. */
    af_client *client = pump_client();
    OK(af_client_set_event_callback(client, on_event, NULL, NULL, &error));
    OK(af_login_start(client, KEY, NULL, &error));
    af_client_free(client);
    return 0;
}
