/* A burst of requests makes no more threads than the host allows. */

#include "../harness.h"

/* The one with the timers, and that of name lookups. */
enum { BESIDE = 2, OPEN = 64 };

static int most_threads(af_client *client)
{
    af_error error = AF_ERROR_INIT;
    int most = 0;
    for (int i = 0; i < OPEN; i++) {
        OK(af_validate_start(client, KEY, NULL, &error));
        int now = thread_count() - 1;
        most = now > most ? now : most;
    }
    long end = now_ms() + 300;
    while (now_ms() < end) {
        int now = thread_count() - 1;
        most = now > most ? now : most;
    }
    return most;
}

int main(void)
{
    static const int allowed[] = { 4, 5, 6, 7, 16 };
    af_error error = AF_ERROR_INIT;
    add_fault("{\"fault\":\"hang\"}");
    for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++) {
        af_client *client = test_client();
        OK(af_set_max_threads(allowed[i], &error));
        int most = most_threads(client);
        CHECK_BELOW(most, allowed[i] + BESIDE + 1);
        af_client_free(client);
        OK(af_shutdown(60000, &error));
    }
    return 0;
}
