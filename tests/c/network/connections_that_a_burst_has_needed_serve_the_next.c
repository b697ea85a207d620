/* Connections that a burst has needed serve the next. */

#include "../harness.h"

enum { CLIENTS = 24 };

static af_client *clients[CLIENTS];

/* Which connections there were so far, at most. */
static int connections(int least)
{
    char *text = requests("validate", least);
    int most = 0;
    for (const char *at = text; (at = strstr(at, "\"connection\":")) != NULL; at++) {
        int number = atoi(at + strlen("\"connection\":"));
        most = number > most ? number : most;
    }
    free(text);
    return most;
}

/* All at once; each waits for a thread of its own, and so for a connection. */
static void log_all_in(void)
{
    af_error error = AF_ERROR_INIT;
    af_event event = AF_EVENT_INIT;
    for (int i = 0; i < CLIENTS; i++)
        OK(af_login_start(clients[i], KEY, NULL, &error));
    for (int i = 0; i < CLIENTS; i++) {
        do
            CHECK_SOON(af_client_poll(clients[i], &event));
        while (event.kind != AF_EVENT_KIND_REQUEST_FINISHED);
        CHECK_STATUS(event.status, AF_STATUS_OK);
    }
}

int main(void)
{
    for (int i = 0; i < CLIENTS; i++)
        clients[i] = pump_client();
    add_fault("{\"fault\":{\"delay\":{\"ms\":700}}}");
    log_all_in();
    int first = connections(CLIENTS);
    /* More than are of use to one client. */
    CHECK(first > 8);
    for (int round = 2; round <= 4; round++) {
        log_all_in();
        CHECK_BELOW(connections(round * CLIENTS), CLIENTS + 1);
    }
    for (int i = 0; i < CLIENTS; i++)
        af_client_free(clients[i]);
    return 0;
}
