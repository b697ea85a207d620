/* Cancelled requests leave the queue. */
/* where: not musl, because its allocator does not say how much is in use */

#include "../harness.h"
#include "../harness/held_threads.h"
#include "../harness/platform/regions.h"

enum { ROUNDS = 2000, EACH = 50 };

static void begin_and_cancel(af_client *client, int rounds)
{
    af_error error = AF_ERROR_INIT;
    af_request requests[EACH];
    af_event event = AF_EVENT_INIT;
    for (int round = 0; round < rounds; round++) {
        for (int i = 0; i < EACH; i++)
            OK(af_login_start(client, KEY, &requests[i], &error));
        for (int i = 0; i < EACH; i++)
            OK(af_client_cancel(client, requests[i], &error));
        int ends = 0;
        while (af_client_poll(client, &event))
            ends += event.kind == AF_EVENT_KIND_REQUEST_FINISHED && event.status == AF_STATUS_CANCELLED;
        CHECK_EQ(ends, EACH);
    }
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_client *client = pump_client();
    OK(af_set_max_threads(6, &error));
    struct held_threads held = hold_threads();
    begin_and_cancel(client, 20);
    long before = bytes_in_use();
    begin_and_cancel(client, ROUNDS);
    /* A hundred thousand would be 50 MB. */
    CHECK_BELOW(bytes_in_use() - before, 1000000);
    /* The same for clients that go. */
    before = bytes_in_use();
    for (int i = 0; i < 3000; i++) {
        af_client *short_lived = pump_client();
        OK(af_login_start(short_lived, KEY, NULL, &error));
        af_client_free(short_lived);
    }
    CHECK_BELOW(bytes_in_use() - before, 1000000);
    let_threads_go(&held);
    OK(af_login(client, KEY, NULL, &error));
    af_client_free(client);
    return 0;
}
