/* A host that pumps is woken once for all that comes until it looks. */

#include "../harness.h"

static struct counter woken = COUNTER_INIT;
static af_client *own;
static pthread_t host;

static void on_news(af_client *client, void *user_data)
{
    CHECK(client == own && user_data == &woken);
    CHECK(!pthread_equal(pthread_self(), host));
    count_up(&woken);
}

/* A call that was too much would have come by now: the threads that could make it have ended. */
static void woken_exactly(long times)
{
    af_error error = AF_ERROR_INIT;
    OK(af_shutdown(PATIENCE * 1000, &error));
    CHECK_EQ(count_of(&woken), times);
}

int main(void)
{
    static struct recorder recorder = RECORDER_INIT;
    af_error error = AF_ERROR_INIT;
    af_event event = AF_EVENT_INIT;
    af_request request = 0;
    host = pthread_self();
    own = pump_client();
    /* What is queued already is called for too. */
    log_in(own);
    OK(af_client_set_wakeup_callback(own, on_news, &woken, NULL, &error));
    CHECK(count_reaches(&woken, 1, PATIENCE));

    /* Not again before it has looked. */
    log_out(own);
    log_in(own);
    log_out(own);
    woken_exactly(1);

    /* A pump is a look although nobody listens and it tells nothing. */
    CHECK_EQ(af_client_pump(own), 0);
    OK(af_validate_start(own, KEY, &request, &error));
    CHECK(count_reaches(&woken, 2, PATIENCE));
    woken_exactly(2);

    /* So is a poll, of the first of many. */
    CHECK(af_client_poll(own, &event) && event.kind == AF_EVENT_KIND_LOGGED_IN);
    log_in(own);
    CHECK(count_reaches(&woken, 3, PATIENCE));
    for (int left = 5; left > 0; left--)
        CHECK(af_client_poll(own, &event));
    CHECK(event.kind == AF_EVENT_KIND_LOGGED_IN && !af_client_poll(own, &event));

    /* One that is told by a pump is called for, and nothing is when nothing comes. */
    record_from(&recorder, own);
    log_out(own);
    CHECK(count_reaches(&woken, 4, PATIENCE));
    CHECK_EQ(af_client_pump(own), 1);
    CHECK_EQ(af_client_pump(own), 0);
    woken_exactly(4);

    /* Removed, it is called no more. */
    OK(af_client_set_wakeup_callback(own, NULL, NULL, NULL, &error));
    log_in(own);
    woken_exactly(4);
    af_client_free(own);
    return 0;
}
