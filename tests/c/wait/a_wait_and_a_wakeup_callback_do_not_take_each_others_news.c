/* A wait and a wakeup callback do not take each other's news. */

#define _GNU_SOURCE
#include "../harness.h"
#include "../harness/waiter.h"

static struct counter woken = COUNTER_INIT;

static void on_news(af_client *client, void *user_data)
{
    (void)user_data;
    /* Here it would hold up the thread that brings the news. */
    CHECK(!af_client_wait(client, UINT32_MAX));
    count_up(&woken);
}

int main(void)
{
    struct waiter waiter;
    af_error error = AF_ERROR_INIT;
    af_event event = AF_EVENT_INIT;
    af_client *client = pump_client();
    OK(af_client_set_wakeup_callback(client, on_news, NULL, NULL, &error));
    for (long round = 1; round <= 50; round++) {
        begin_wait(&waiter, client);
        CHECK_SOON(sleeps(&waiter));
        if (round % 2)
            log_in(client);
        else
            log_out(client);
        CHECK(end_wait(&waiter));
        CHECK(count_reaches(&woken, round, PATIENCE));
        /* A wait is no look. */
        CHECK(af_client_wait(client, UINT32_MAX));
        CHECK(af_client_poll(client, &event) && !af_client_wait(client, 0));
    }
    /* Another callback is called for what is queued, which is no news to whoever waits. */
    log_in(client);
    CHECK(count_reaches(&woken, 51, PATIENCE));
    CHECK_EQ(af_client_pump(client), 0);
    OK(af_client_set_wakeup_callback(client, on_news, NULL, NULL, &error));
    CHECK(count_reaches(&woken, 52, PATIENCE));
    CHECK(!af_client_wait(client, 0));
    af_client_free(client);
    CHECK_EQ(count_of(&woken), 52);
    return 0;
}
