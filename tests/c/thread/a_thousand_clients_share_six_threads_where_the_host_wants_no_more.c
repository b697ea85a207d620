/* A thousand clients share six threads where the host wants no more. */
/* devserver: --no-limits */
/* takes: 30 s */
/* valgrind: no, a thousand logins take minutes there */

#include "../harness.h"

/* With the one for the timers, and that of name lookups. */
enum { CLIENTS = 1000, MOST_THREADS = 6 };

static struct counter checked = COUNTER_INIT;

static void on_event(af_client *client, const af_event *event, void *user_data)
{
    (void)client;
    if (event->kind != AF_EVENT_KIND_HEARTBEAT_SUCCEEDED)
        return;
    if (!*(bool *)user_data) {
        *(bool *)user_data = true;
        count_up(&checked);
    }
    CHECK_BELOW(thread_count(), 1 + MOST_THREADS + 1);
}

int main(void)
{
    static af_client *clients[CLIENTS];
    static bool known[CLIENTS];
    af_error error = AF_ERROR_INIT;
    OK(af_set_max_threads(MOST_THREADS - 2, &error));
    for (int i = 0; i < CLIENTS; i++) {
        clients[i] = test_client();
        OK(af_client_set_event_callback(clients[i], on_event, &known[i], NULL, &error));
        log_in(clients[i]);
        CHECK_BELOW(thread_count(), 1 + MOST_THREADS + 1);
    }
    CHECK(count_reaches(&checked, CLIENTS, 3 * PATIENCE));
    for (int i = 0; i < CLIENTS; i++) {
        CHECK(af_is_authenticated(clients[i]));
        af_client_free(clients[i]);
    }
    OK(af_shutdown(60000, &error));
    CHECK_SOON(thread_count() == 1);
    return 0;
}
