/* Want of threads. A program that includes this has in its own hands what makes them, for the library too.
 * `#define _GNU_SOURCE` stands before everything. */

#ifndef HARNESS_THREADS_H
#define HARNESS_THREADS_H

#include <errno.h>
#include <limits.h>

#include "check.h"
#include "wait.h"

/* How often there was no thread. */
static struct counter refused_threads = COUNTER_INIT;
static int threads_left = INT_MAX;

/* From now on the system has no more than `count` threads for anybody. */
static inline void leave_threads(int count)
{
    __atomic_store_n(&threads_left, count, __ATOMIC_SEQ_CST);
}

static inline void give_threads(void)
{
    leave_threads(INT_MAX);
}

static inline bool is_there_a_thread(void)
{
    if (__atomic_fetch_sub(&threads_left, 1, __ATOMIC_SEQ_CST) > 0)
        return true;
    __atomic_fetch_add(&threads_left, 1, __ATOMIC_SEQ_CST);
    count_up(&refused_threads);
    return false;
}

#ifdef _WIN32
IN_FRONT_OF(HANDLE, CreateThread,
            (SECURITY_ATTRIBUTES * attributes, SIZE_T stack, LPTHREAD_START_ROUTINE work, void *argument,
             DWORD flags, DWORD *number))
{
    HANDLE (*system)(SECURITY_ATTRIBUTES *, SIZE_T, LPTHREAD_START_ROUTINE, void *, DWORD, DWORD *);
    if (!is_there_a_thread()) {
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
        return NULL;
    }
    TO_SYSTEM(system, CreateThread);
    return system(attributes, stack, work, argument, flags, number);
}
#else
IN_FRONT_OF(int, pthread_create,
            (pthread_t * thread, const pthread_attr_t *attributes, void *(*work)(void *), void *argument))
{
    int (*system)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
    if (!is_there_a_thread())
        return EAGAIN;
    TO_SYSTEM(system, pthread_create);
    return system(thread, attributes, work, argument);
}
#endif

#endif
