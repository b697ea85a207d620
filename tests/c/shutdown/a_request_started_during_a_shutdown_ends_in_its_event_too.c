/* A request started during a shutdown ends in its event too. */

#include "../harness.h"

/* The idle clients make a shutdown take long enough to be met. */
enum { THREADS = 4, REQUESTS = 600, IDLE = 3000 };

static struct counter finished = COUNTER_INIT, started = COUNTER_INIT, ready = COUNTER_INIT;
static af_client *clients[THREADS], *idle[IDLE];

static void on_event(af_client *client, const af_event *event, void *user_data)
{
    (void)client, (void)user_data;
    if (event->kind == AF_EVENT_KIND_REQUEST_FINISHED)
        count_up(&finished);
}

static void *keep_starting(void *argument)
{
    af_client *client = *(af_client **)argument;
    for (int i = 0; i < REQUESTS; i++) {
        af_status status = af_validate_start(client, KEY, NULL, NULL);
        if (status == AF_STATUS_OK)
            count_up(&started);
        else
            CHECK_STATUS(status, AF_STATUS_TOO_MANY);
        sched_yield();
    }
    count_up(&ready);
    return NULL;
}

int main(void)
{
    pthread_t threads[THREADS];
    af_error error = AF_ERROR_INIT;
    for (int i = 0; i < IDLE; i++)
        idle[i] = test_client();
    for (int i = 0; i < THREADS; i++) {
        clients[i] = test_client();
        OK(af_client_set_event_callback(clients[i], on_event, NULL, NULL, &error));
        threads[i] = start_thread(keep_starting, &clients[i]);
    }
    while (count_of(&ready) < THREADS) {
        af_status status = af_shutdown(60000, &error);
        CHECK_STATUS(status, AF_STATUS_OK);
    }
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    if (!count_reaches(&finished, count_of(&started), 10))
        FAIL("%ld requests started, %ld ended", count_of(&started), count_of(&finished));
    for (int i = 0; i < THREADS; i++)
        af_client_free(clients[i]);
    CHECK_EQ(count_of(&finished), count_of(&started));
    return 0;
}
