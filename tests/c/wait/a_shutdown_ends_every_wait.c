/* A shutdown ends every wait. */

#define _GNU_SOURCE
#include "../harness.h"
#include "../harness/waiter.h"

int main(void)
{
    struct waiter with_session, without;
    af_error error = AF_ERROR_INIT;
    af_event event = AF_EVENT_INIT;
    af_client *client = pump_client(), *idle = pump_client();
    for (int round = 0; round < 20; round++) {
        log_in(client);
        CHECK(af_client_poll(client, &event) && event.kind == AF_EVENT_KIND_LOGGED_IN);
        begin_wait(&with_session, client);
        begin_wait(&without, idle);
        CHECK_SOON(sleeps(&with_session) && sleeps(&without));
        OK(af_shutdown(PATIENCE * 1000, &error));
        CHECK(end_wait(&with_session) && !end_wait(&without));
        CHECK(af_client_poll(client, &event) && event.kind == AF_EVENT_KIND_SESSION_ENDED);
    }
    /* It ends those that are there, and no later one. */
    OK(af_login_start(client, KEY, NULL, &error));
    CHECK(af_client_wait(client, UINT32_MAX));
    af_client_free(client);
    af_client_free(idle);
    return 0;
}
