/* Threads with little stack, and how much of it they used. */

#ifndef HARNESS_PLATFORM_STACK_H
#define HARNESS_PLATFORM_STACK_H

#include "../platform.h"

#define PAINT 0xa5

/* The bytes at the lower end of a stack that nobody has painted over. */
static inline size_t clean_bytes(const unsigned char *stack, size_t size)
{
    size_t clean = 0;
    while (clean < size && stack[clean] == PAINT)
        clean++;
    return clean;
}

#ifdef _WIN32

struct on_stack {
    void *(*work)(void *);
    void *argument;
    size_t deep;
};

/* Paints what is below it, but for the pages at the end that guard it; the system gives a page when it is touched, and only
 * the one below those that it has given. */
static DWORD WINAPI work_on_stack(void *user_data)
{
    enum { PAGE = 4096, GUARDS = 4 * PAGE, OWN = 512 };
    struct on_stack *job = user_data;
    MEMORY_BASIC_INFORMATION whole;
    volatile unsigned char here = 0;
    VirtualQuery((void *)&here, &whole, sizeof whole);
    unsigned char *lowest = (unsigned char *)whole.AllocationBase + GUARDS;
    unsigned char *top = (unsigned char *)&here;
    for (volatile unsigned char *at = top - OWN; at >= lowest; at--)
        *at = PAINT;
    job->work(job->argument);
    job->deep = (size_t)(top - lowest) - clean_bytes(lowest, (size_t)(top - lowest));
    return 0;
}

/* Runs something on a thread with this much stack, and tells how deep it went, in bytes. False if there is no thread. */
static inline bool depth_on_stack(size_t size, void *(*work)(void *), void *argument, size_t *deep)
{
    struct on_stack job = { work, argument, 0 };
    HANDLE thread = CreateThread(NULL, size, work_on_stack, &job, STACK_SIZE_PARAM_IS_A_RESERVATION, NULL);
    if (!thread || WaitForSingleObject(thread, INFINITE) != WAIT_OBJECT_0)
        return false;
    CloseHandle(thread);
    *deep = job.deep;
    return true;
}

#else

#include <sys/mman.h>

/* Runs something on a thread with this much stack, and tells how deep it went, in bytes. False if there is no thread. */
static inline bool depth_on_stack(size_t size, void *(*work)(void *), void *argument, size_t *deep)
{
    const size_t guard = 64 * 1024;
    pthread_attr_t attributes;
    pthread_t thread;
    unsigned char *memory =
        mmap(NULL, guard + size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED || mprotect(memory, guard, PROT_NONE) != 0)
        return false;
    memset(memory + guard, PAINT, size);
    if (pthread_attr_init(&attributes) != 0 ||
        pthread_attr_setstack(&attributes, memory + guard, size) != 0 ||
        pthread_create(&thread, &attributes, work, argument) != 0 || pthread_join(thread, NULL) != 0)
        return false;
    *deep = size - clean_bytes(memory + guard, size);
    munmap(memory, guard + size);
    return true;
}

#endif

#endif
