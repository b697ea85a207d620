/* How often a call takes memory on its own thread, as a rule: `allocations <call>`. For glibc, whose functions stand behind
 * those of this program. */

#include "budget.h"

#include <string.h>

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *block, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

enum { ROUNDS = 21 };

static __thread long taken;

void *malloc(size_t size)
{
    taken++;
    return __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    taken++;
    return __libc_calloc(count, size);
}

void *realloc(void *block, size_t size)
{
    taken++;
    return __libc_realloc(block, size);
}

int posix_memalign(void **block, size_t alignment, size_t size)
{
    taken++;
    *block = __libc_memalign(alignment, size);
    return 0;
}

static void wait_for_end(af_client *client, af_request request)
{
    for (bool ended = false; !ended;) {
        af_event event = AF_EVENT_INIT;
        af_client_wait(client, 1000);
        while (af_client_poll(client, &event))
            ended = ended || (event.kind == AF_EVENT_KIND_REQUEST_FINISHED && event.request == request);
    }
}

static int by_size(const void *one, const void *other)
{
    long difference = *(const long *)one - *(const long *)other;
    return (difference > 0) - (difference < 0);
}

int main(int argc, char **argv)
{
    af_client *client = NULL;
    af_config *config = config_of_environment();
    const char *key = setting("AF_TEST_LICENSE_KEY");
    must(argc == 2, "reading the command line");
    must(af_client_new(config, &client, NULL) == AF_STATUS_OK, "af_client_new");
    long counts[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
        af_request request = 0;
        long before = taken;
        if (strcmp(argv[1], "af_login_start") == 0)
            must(af_login_start(client, key, &request, NULL) == AF_STATUS_OK, argv[1]);
        else if (strcmp(argv[1], "af_validate_start") == 0)
            must(af_validate_start(client, key, &request, NULL) == AF_STATUS_OK, argv[1]);
        else
            must(false, argv[1]);
        counts[round] = taken - before;
        wait_for_end(client, request);
    }
    /* Some start a thread besides, or make what is made once. */
    qsort(counts, ROUNDS, sizeof *counts, by_size);
    printf("%ld\n", counts[ROUNDS / 2]);
    af_client_free(client);
    af_config_free(config);
    return 0;
}
