/* Want of memory ends the process with abort and a line. */
/* valgrind: no, it has the memory in its own hands */

#define _GNU_SOURCE
#include "../harness.h"

#include <dlfcn.h>
#include <signal.h>
#include <sys/resource.h>

static int exhausted;

/* Comes before libc's, for the library too. */
void *malloc(size_t size)
{
    static void *(*real)(size_t);
    if (__atomic_load_n(&exhausted, __ATOMIC_SEQ_CST))
        return NULL;
    if (!real)
        *(void **)&real = dlsym(RTLD_NEXT, "malloc");
    return real(size);
}

int main(void)
{
    int ends[2];
    char said[400];
    af_client *client = test_client();
    CHECK_EQ(pipe(ends), 0);
    pid_t child = fork();
    CHECK(child >= 0);
    if (child == 0) {
        struct rlimit none = { 0, 0 };
        setrlimit(RLIMIT_CORE, &none);
        af_config *config = test_config();
        CHECK(dup2(ends[1], STDERR_FILENO) >= 0);
        __atomic_store_n(&exhausted, 1, __ATOMIC_SEQ_CST);
        client = NULL;
        _exit(af_client_new(config, &client, NULL) == AF_STATUS_OK ? 2 : 3);
    }
    close(ends[1]);
    size_t length = 0;
    ssize_t got;
    while (length < sizeof said - 1 && (got = read(ends[0], said + length, sizeof said - 1 - length)) > 0)
        length += (size_t)got;
    said[length] = '\0';
    int ended = 0;
    CHECK_EQ(waitpid(child, &ended, 0), child);
    CHECK(WIFSIGNALED(ended));
    CHECK_EQ(WTERMSIG(ended), SIGABRT);
    CHECK_HAS(said, "memory allocation of");
    af_client_free(client);
    return 0;
}
