/* A thread that waits for a client's news. `#define _GNU_SOURCE` stands before everything. */

#ifndef HARNESS_WAITER_H
#define HARNESS_WAITER_H

#ifndef _WIN32
#include <sys/syscall.h>
#endif

#include "check.h"
#include "wait.h"

struct waiter {
    af_client *client;
    pthread_t thread;
    /* Of the system; 0 before it runs. Where that has no number, whether it waits. */
    int number;
    bool has_news;
};

#ifdef _WIN32

static __thread struct waiter *own_waiter;

/* What every lock and every wait of the library rests on. */
IN_FRONT_OF(BOOL, WaitOnAddress, (volatile void *address, void *compared, SIZE_T size, DWORD ms))
{
    BOOL (*system)(volatile void *, void *, SIZE_T, DWORD);
    TO_SYSTEM(system, WaitOnAddress);
    if (own_waiter)
        __atomic_store_n(&own_waiter->number, 1, __ATOMIC_SEQ_CST);
    BOOL changed = system(address, compared, size, ms);
    if (own_waiter)
        __atomic_store_n(&own_waiter->number, 0, __ATOMIC_SEQ_CST);
    return changed;
}

static inline void tell_number(struct waiter *waiter)
{
    own_waiter = waiter;
}

/* Does the thread sleep? Where nothing else holds it up, it does so in its wait. */
static inline bool sleeps(struct waiter *waiter)
{
    return __atomic_load_n(&waiter->number, __ATOMIC_SEQ_CST) != 0;
}

#else

static inline void tell_number(struct waiter *waiter)
{
    __atomic_store_n(&waiter->number, (int)syscall(SYS_gettid), __ATOMIC_SEQ_CST);
}

/* Does the thread sleep? Where nothing else holds it up, it does so in its wait. */
static inline bool sleeps(struct waiter *waiter)
{
    char path[64], line[256] = "";
    int number = __atomic_load_n(&waiter->number, __ATOMIC_SEQ_CST);
    if (number == 0)
        return false;
    snprintf(path, sizeof path, "/proc/self/task/%d/stat", number);
    FILE *file = fopen(path, "r");
    CHECK(file != NULL && fgets(line, sizeof line, file) != NULL);
    fclose(file);
    const char *name_end = strrchr(line, ')');
    CHECK(name_end != NULL);
    return name_end[2] == 'S';
}

#endif

static inline void *run_waiter(void *argument)
{
    struct waiter *waiter = argument;
    tell_number(waiter);
    waiter->has_news = af_client_wait(waiter->client, UINT32_MAX);
    return NULL;
}

static inline void begin_wait(struct waiter *waiter, af_client *client)
{
    waiter->client = client;
    waiter->number = 0;
    waiter->thread = start_thread(run_waiter, waiter);
}

/* What the wait has answered. */
static inline bool end_wait(struct waiter *waiter)
{
    CHECK_EQ(pthread_join(waiter->thread, NULL), 0);
    return waiter->has_news;
}

#endif
