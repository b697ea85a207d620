/* Want of memory ends the process with abort and a line. */
/* where: not qemu, because it starts itself, which qemu does not do for it */
/* valgrind: no, it has the memory in its own hands */

#define _GNU_SOURCE
#include "../harness.h"

static int exhausted;

#ifdef _WIN32
/* As a crash of any program ends there. */
#define ABORTED ((int)0xC0000409)

IN_FRONT_OF(void *, HeapAlloc, (HANDLE heap, DWORD flags, SIZE_T size))
{
    void *(*system)(HANDLE, DWORD, SIZE_T);
    TO_SYSTEM(system, HeapAlloc);
    return __atomic_load_n(&exhausted, __ATOMIC_SEQ_CST) ? NULL : system(heap, flags, size);
}
#else
#include <sys/resource.h>

/* A signal. */
#define ABORTED -1

IN_FRONT_OF(void *, malloc, (size_t size))
{
    static void *(*system)(size_t);
    if (__atomic_load_n(&exhausted, __ATOMIC_SEQ_CST))
        return NULL;
    if (!system)
        TO_SYSTEM(system, malloc);
    return system(size);
}
#endif

static int want_memory(void)
{
#ifndef _WIN32
    struct rlimit none = { 0, 0 };
    setrlimit(RLIMIT_CORE, &none);
#endif
    af_client *client = NULL;
    af_config *config = test_config();
    __atomic_store_n(&exhausted, 1, __ATOMIC_SEQ_CST);
    _exit(af_client_new(config, &client, NULL) == AF_STATUS_OK ? 2 : 3);
}

int main(int count, char **arguments)
{
    int status;
    if (count > 1)
        return want_memory();
    char *said = said_again(arguments, "again", &status);
    CHECK_EQ(status, ABORTED);
    CHECK_HAS(said, "memory allocation of");
    free(said);
    return 0;
}
