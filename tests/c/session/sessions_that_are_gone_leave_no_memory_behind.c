/* Sessions that are gone leave no memory behind. */
/* where: not musl, because its allocator does not say how much is in use */
/* devserver: --no-limits */
/* takes: 10 s */
/* valgrind: no, it has an allocator of its own */

#include "../harness.h"
#include "../harness/platform/regions.h"

/* A timer that stays has some 600 bytes; idle connections, of which there may be three more than before, have 128 KiB
 * each. */
enum { ROUNDS = 1500, MOST_BYTES = 500000 };

static af_client *kept;
static char *file;

static void take_events(af_client *client)
{
    af_event event = AF_EVENT_INIT;
    while (af_client_poll(client, &event)) {
    }
}

static void log_in_and_free(void)
{
    af_client *client = pump_client();
    log_in(client);
    af_client_free(client);
}

static void log_in_again(void)
{
    log_in(kept);
    take_events(kept);
}

static void log_in_and_out(void)
{
    log_in(kept);
    log_out(kept);
    take_events(kept);
}

static void log_in_from_file(void)
{
    af_error error = AF_ERROR_INIT;
    OK(af_login_from_file(kept, file, NULL, &error));
    take_events(kept);
}

/* Has a deadline, which has a timer. */
static void start_and_cancel(void)
{
    af_error error = AF_ERROR_INIT;
    af_request request = 0;
    OK(af_validate_start(kept, KEY, &request, &error));
    OK(af_client_cancel(kept, request, &error));
    take_events(kept);
}

/* What was cancelled while it waited for a thread is dropped when its turn comes: once a later one has ended. */
static long used(void)
{
    af_error error = AF_ERROR_INIT;
    af_event event = AF_EVENT_INIT;
    OK(af_validate_start(kept, KEY, NULL, &error));
    CHECK_SOON(af_client_poll(kept, &event));
    return bytes_in_use();
}

int main(void)
{
    void (*const lives[])(void) = { log_in_and_free, log_in_again, log_in_and_out, log_in_from_file,
                                    start_and_cancel };
    kept = pump_client();
    file = mint_ending_at(wall_ms() + 86400000);
    for (size_t i = 0; i < LENGTH(lives); i++) {
        for (int round = 0; round < ROUNDS / 10; round++)
            lives[i]();
        long before = used();
        for (int round = 0; round < ROUNDS; round++)
            lives[i]();
        long more = used() - before;
        if (more >= MOST_BYTES)
            FAIL("kind %d of life leaves %ld bytes", (int)i, more / ROUNDS);
    }
    af_client_free(kept);
    free(file);
    return 0;
}
