/* Want of threads. A program that includes this has pthread_create in its own hands: its function comes before
 * libc's, for the library too. `#define _GNU_SOURCE` stands before everything. */

#ifndef HARNESS_THREADS_H
#define HARNESS_THREADS_H

#include <dlfcn.h>
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

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*work)(void *), void *argument)
{
    int (*real)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
    if (__atomic_fetch_sub(&threads_left, 1, __ATOMIC_SEQ_CST) <= 0) {
        __atomic_fetch_add(&threads_left, 1, __ATOMIC_SEQ_CST);
        count_up(&refused_threads);
        return EAGAIN;
    }
    *(void **)&real = dlsym(RTLD_NEXT, "pthread_create");
    return real(thread, attributes, work, argument);
}

#endif
