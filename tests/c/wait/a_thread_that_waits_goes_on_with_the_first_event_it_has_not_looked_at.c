/* A thread that waits goes on with the first event it has not looked at. */

#define _GNU_SOURCE
#include "../harness.h"
#include "../harness/waiter.h"

static int told;

static void on_event(af_client *client, const af_event *event, void *user_data)
{
    (void)event, (void)user_data;
    told++;
    /* Within a pump it waits as elsewhere: a thread of the library brings the news. */
    if (told == 1) {
        CHECK(!af_client_wait(client, 0));
        CHECK_EQ(af_login_start(client, KEY, NULL, NULL), AF_STATUS_OK);
        CHECK(af_client_wait(client, UINT32_MAX));
        /* A look that tells nothing, since this runs. */
        CHECK_EQ(af_client_pump(client), 0);
    }
}

int main(void)
{
    struct waiter waiter, second;
    af_error error = AF_ERROR_INIT;
    af_event event = AF_EVENT_INIT;
    af_client *client = pump_client();
    CHECK(!af_client_wait(client, 0));

    /* Threads that sleep, all of them; what comes is there for the quicker. */
    begin_wait(&waiter, client);
    begin_wait(&second, client);
    CHECK_SOON(sleeps(&waiter) && sleeps(&second));
    log_in(client);
    CHECK(end_wait(&waiter) && end_wait(&second));

    /* One poll for each wait is enough to hear everything. */
    log_out(client);
    log_in(client);
    for (int left = 3; left > 0; left--)
        CHECK(af_client_wait(client, UINT32_MAX) && af_client_poll(client, &event));
    CHECK(!af_client_wait(client, 0) && !af_client_poll(client, &event));

    /* A pump is a look at what nobody listens to. */
    log_out(client);
    CHECK(af_client_wait(client, UINT32_MAX) && af_client_wait(client, 0));
    CHECK_EQ(af_client_pump(client), 0);
    CHECK(!af_client_wait(client, 0));
    begin_wait(&waiter, client);
    CHECK_SOON(sleeps(&waiter));
    log_in(client);
    CHECK(end_wait(&waiter));
    /* The older one is polled first, and the newer is still news. */
    CHECK(af_client_poll(client, &event) && event.kind == AF_EVENT_KIND_SESSION_ENDED);
    CHECK(af_client_wait(client, 0));
    CHECK(af_client_poll(client, &event) && event.kind == AF_EVENT_KIND_LOGGED_IN);

    /* What a pump leaves for the next is news, although one inside it has looked. */
    OK(af_client_set_event_callback(client, on_event, NULL, NULL, &error));
    log_out(client);
    CHECK(af_client_wait(client, UINT32_MAX));
    CHECK_EQ(af_client_pump(client), 1);
    while (told < 3)
        CHECK(af_client_wait(client, UINT32_MAX) && af_client_pump(client) > 0);
    CHECK(!af_client_wait(client, 0));
    af_client_free(client);
    return 0;
}
