/* Requests that hang leave the host a quarter of its descriptors. */
/* where: not windows, because nothing limits what a process may open there */
/* valgrind: no, it has descriptors of its own among them */

#include <sys/resource.h>

#include "../harness.h"

enum { MOST = 128, QUARTER = MOST / 4, THREADS = 4, CLIENTS = 4, EACH = 64 };

int main(void)
{
    af_client *clients[CLIENTS];
    struct rlimit limit = { MOST, MOST };
    af_error error = AF_ERROR_INIT;
    CHECK_EQ(setrlimit(RLIMIT_NOFILE, &limit), 0);
    OK(af_set_max_threads(THREADS, &error));
    add_fault("{\"fault\":\"hang\"}");
    for (int i = 0; i < CLIENTS; i++) {
        clients[i] = test_client();
        for (int request = 0; request < EACH; request++)
            OK(af_validate_start(clients[i], KEY, NULL, &error));
    }
    /* As many as may be: they ask on more connections than there are threads, and no longer on more and more. */
    request_count("validate", MOST / 2);
    int free_ones = 0, opened[MOST];
    while ((opened[free_ones] = open("/dev/null", O_RDONLY)) >= 0)
        free_ones++;
    CHECK_BELOW(QUARTER - THREADS - 2, free_ones);
    while (free_ones > 0)
        close(opened[--free_ones]);
    for (int i = 0; i < CLIENTS; i++)
        af_client_free(clients[i]);
    return 0;
}
