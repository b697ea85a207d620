/* Time and other threads: waits with a deadline. */

#ifndef HARNESS_WAIT_H
#define HARNESS_WAIT_H

#include <pthread.h>
#include <sched.h>
#include <time.h>

#include "check.h"

static inline long now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* A number that threads count up and wait for. */
struct counter {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    long value;
};
#define COUNTER_INIT { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0 }

static inline void count_up(struct counter *counter)
{
    pthread_mutex_lock(&counter->lock);
    counter->value++;
    pthread_cond_broadcast(&counter->changed);
    pthread_mutex_unlock(&counter->lock);
}

static inline long count_of(struct counter *counter)
{
    pthread_mutex_lock(&counter->lock);
    long value = counter->value;
    pthread_mutex_unlock(&counter->lock);
    return value;
}

/* False when `seconds` went by first. */
static inline bool count_reaches(struct counter *counter, long least, int seconds)
{
    struct timespec deadline;
    clock_gettime(CLOCK_REALTIME, &deadline);
    deadline.tv_sec += seconds;
    pthread_mutex_lock(&counter->lock);
    int waited = 0;
    while (counter->value < least && waited == 0)
        waited = pthread_cond_timedwait(&counter->changed, &counter->lock, &deadline);
    bool reached = counter->value >= least;
    pthread_mutex_unlock(&counter->lock);
    return reached;
}

/* Seconds, more than anything takes that is not broken; the runner knows about valgrind. */
#define PATIENCE atoi(setting("AF_TEST_PATIENCE"))

/* Under 50 ms each, or 250 where programs are emulated, but for one that the system may have held up. */
static inline void check_prompt(const long *times, int count)
{
    int slow = 0, prompt = PATIENCE > 30 ? 250 : 50;
    for (int i = 0; i < count; i++) {
        CHECK_BELOW(times[i], 1000);
        if (times[i] >= prompt && ++slow > 1)
            FAIL("%ld ms, and not the only one of %d that took %d ms or more", times[i], count, prompt);
    }
}

static inline pthread_t start_thread(void *(*work)(void *), void *argument)
{
    pthread_t thread;
    CHECK_EQ(pthread_create(&thread, NULL, work, argument), 0);
    return thread;
}

/* For what tells nobody when it has happened, such as a file in /proc. */
#define CHECK_SOON(condition)                                   \
    do {                                                        \
        long end_ = now_ms() + PATIENCE * 1000L;                \
        while (!(condition)) {                                  \
            if (now_ms() > end_)                                \
                FAIL("not true, and not soon: %s", #condition); \
            sched_yield();                                      \
        }                                                       \
    } while (0)

/* The host's, with those of the library. An emulator's own are known to the runner. */
static inline int thread_count(void)
{
    const char *emulators = getenv("AF_TEST_EMULATORS_THREADS");
    int count = threads_of_process();
    CHECK(count > 0);
    return count - (emulators ? atoi(emulators) : 0);
}

static inline int socket_count(void)
{
    int count = sockets_of_process();
    CHECK(count >= 0);
    return count;
}

#endif
