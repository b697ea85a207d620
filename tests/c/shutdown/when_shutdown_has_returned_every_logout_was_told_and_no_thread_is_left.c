/* When shutdown has returned every logout was told and no thread is left. */

#include "../harness.h"

enum { CLIENTS = 12, ROUNDS = 8 };

static struct counter marked = COUNTER_INIT, gone = COUNTER_INIT, ended = COUNTER_INIT,
                      cancelled = COUNTER_INIT;
static pthread_key_t key;

static void at_the_threads_end(void *value)
{
    (void)value;
    count_up(&gone);
}

static void on_event(af_client *client, const af_event *event, void *user_data)
{
    (void)user_data;
    if (!pthread_getspecific(key)) {
        CHECK_EQ(pthread_setspecific(key, &key), 0);
        count_up(&marked);
    }
    /* Still at it when it is logged out, and a little longer. */
    if (event->kind == AF_EVENT_KIND_LOGGED_IN) {
        CHECK_SOON(!af_is_authenticated(client));
        for (int i = 0; i < 3; i++)
            sched_yield();
    }
    if (event->kind == AF_EVENT_KIND_SESSION_ENDED)
        count_up(&ended);
    if (event->kind == AF_EVENT_KIND_REQUEST_FINISHED && event->status == AF_STATUS_CANCELLED)
        count_up(&cancelled);
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_client *clients[CLIENTS];
    char *file = mint_for_any(NULL);
    CHECK_EQ(pthread_key_create(&key, at_the_threads_end), 0);
    add_fault("{\"fault\":\"hang\"}");
    for (int i = 0; i < CLIENTS; i++) {
        clients[i] = test_client();
        OK(af_client_set_event_callback(clients[i], on_event, NULL, NULL, &error));
    }
    for (int round = 1; round <= ROUNDS; round++) {
        for (int i = 0; i < CLIENTS; i++) {
            OK(af_login_from_file(clients[i], file, NULL, &error));
            OK(af_validate_start(clients[i], KEY, NULL, &error));
        }
        OK(af_shutdown((unsigned)PATIENCE * 1000, &error));
        CHECK_EQ(count_of(&ended), round * CLIENTS);
        CHECK_EQ(count_of(&cancelled), round * CLIENTS);
        /* Not one that has called back still lives. */
        CHECK_EQ(count_of(&gone), count_of(&marked));
    }
    CHECK_SOON(thread_count() == 1);
    for (int i = 0; i < CLIENTS; i++)
        af_client_free(clients[i]);
    free(file);
    return 0;
}
