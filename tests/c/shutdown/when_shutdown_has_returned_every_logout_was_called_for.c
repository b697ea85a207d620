/* When shutdown has returned every logout was called for. */

#include "../harness.h"

enum { CLIENTS = 8, ROUNDS = 25 };

static struct counter woken[CLIENTS];

static void on_news(af_client *client, void *user_data)
{
    (void)client;
    count_up(user_data);
}

int main(void)
{
    af_client *clients[CLIENTS];
    af_error error = AF_ERROR_INIT;
    for (int i = 0; i < CLIENTS; i++) {
        const struct counter none = COUNTER_INIT;
        woken[i] = none;
        clients[i] = pump_client();
        OK(af_client_set_wakeup_callback(clients[i], on_news, &woken[i], NULL, &error));
    }
    for (int round = 1; round <= ROUNDS; round++) {
        af_event event = AF_EVENT_INIT;
        for (int i = 0; i < CLIENTS; i++) {
            log_in(clients[i]);
            CHECK(count_reaches(&woken[i], 2 * round - 1, PATIENCE));
            CHECK(af_client_poll(clients[i], &event) && event.kind == AF_EVENT_KIND_LOGGED_IN);
        }
        OK(af_shutdown(PATIENCE * 1000, &error));
        for (int i = 0; i < CLIENTS; i++) {
            CHECK_EQ(count_of(&woken[i]), 2 * round);
            CHECK(af_client_poll(clients[i], &event) && event.kind == AF_EVENT_KIND_SESSION_ENDED);
            CHECK(!af_client_poll(clients[i], &event));
        }
    }
    for (int i = 0; i < CLIENTS; i++)
        af_client_free(clients[i]);
    return 0;
}
