/* What the measuring programs have in common: a clock, a way to give up, blocks of repeated calls. */

#ifndef BENCHES_MEASURE_H
#define BENCHES_MEASURE_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define MOST_IN_BLOCK 1000

static inline int64_t clock_ns(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static inline int64_t now_ns(void)
{
    return clock_ns(CLOCK_MONOTONIC);
}

/* A measurement of something that did not work is worth nothing. */
static inline void must(int good, const char *what)
{
    if (!good) {
        fprintf(stderr, "benchmark: %s failed\n", what);
        exit(2);
    }
}

static inline const char *from_environment(const char *name)
{
    const char *value = getenv(name);
    must(value != NULL, name);
    return value;
}

/* Reads numbers of calls from standard input and answers each with a line of nanoseconds, one for each
 * call, so that two programs can be measured in turns. */
static inline void measure_blocks(void (*call)(void *), void *context)
{
    int count;
    call(context);
    while (scanf("%d", &count) == 1 && count <= MOST_IN_BLOCK) {
        static int64_t took[MOST_IN_BLOCK];
        for (int i = 0; i < count; i++) {
            int64_t start = now_ns();
            call(context);
            took[i] = now_ns() - start;
        }
        for (int i = 0; i < count; i++)
            printf("%lld ", (long long)took[i]);
        printf("\n");
        fflush(stdout);
    }
}

#endif
