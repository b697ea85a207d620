/* A login during a shutdown is checked later or over. */
/* takes: 14 s */
/* valgrind: no, so many clients take minutes there */

#include "../harness.h"

/* The idle clients make a shutdown take long enough to be met; in 32 bits there are no more than 16,383. */
enum { THREADS = 4, CLIENTS = 24, IDLE = sizeof(void *) > 4 ? 20000 : 16000 };

static struct recorder recorder[CLIENTS];
static af_client *clients[CLIENTS], *idle[IDLE];
static struct counter stop = COUNTER_INIT;

static void *keep_logging_in(void *argument)
{
    size_t first = (size_t)((af_client **)argument - clients);
    for (size_t i = 0; count_of(&stop) == 0; i++) {
        af_status status = af_login(clients[first + i % (CLIENTS / THREADS)], KEY, NULL, NULL);
        CHECK(status == AF_STATUS_OK || status == AF_STATUS_CANCELLED);
    }
    return NULL;
}

static void on_event(af_client *client, const af_event *event, void *user_data)
{
    /* Only what comes after the last shutdown counts. */
    if (count_of(&stop) > 0 && event->kind == AF_EVENT_KIND_HEARTBEAT_SUCCEEDED)
        record_event(client, event, user_data);
}

int main(void)
{
    pthread_t threads[THREADS];
    af_error error = AF_ERROR_INIT;
    for (int i = 0; i < IDLE; i++)
        idle[i] = test_client();
    for (int i = 0; i < CLIENTS; i++) {
        pthread_mutex_init(&recorder[i].lock, NULL);
        pthread_cond_init(&recorder[i].changed, NULL);
        clients[i] = test_client();
        OK(af_client_set_event_callback(clients[i], on_event, &recorder[i], NULL, &error));
    }
    for (int i = 0; i < THREADS; i++)
        threads[i] = start_thread(keep_logging_in, &clients[i * CLIENTS / THREADS]);
    request_count("validate", 100);
    OK(af_shutdown(60000, &error));
    count_up(&stop);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    /* Some logged in before it, some meanwhile, some after: no session may be left without heartbeats. */
    for (int i = 0; i < CLIENTS; i++) {
        if (af_is_authenticated(clients[i]))
            wait_for_report(&recorder[i], AF_EVENT_KIND_HEARTBEAT_SUCCEEDED, 1);
    }
    for (int i = 0; i < CLIENTS; i++)
        af_client_free(clients[i]);
    return 0;
}
