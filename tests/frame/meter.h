/* What one call costs: time by the wall and on the processor, waits, allocations. */

#ifndef FRAME_METER_H
#define FRAME_METER_H

#include <sys/resource.h>
#include <time.h>

#include "../c/harness/check.h"
#include "allocations.h"
#include "locks.h"

/* Of one kind of call. Times are in nanoseconds, without what the clocks cost. */
struct meter {
    const char *name;
    size_t room;
    size_t count;
    uint32_t *wall;
    uint32_t *cpu;
    unsigned long waits;
    unsigned long lock_waits;
    struct allocations allocated;
    unsigned long most_allocations;
};

struct mark {
    uint64_t wall;
    uint64_t cpu;
    long waits;
    long lock_waits;
    struct allocations allocations;
};

/* What a call that does nothing seems to take. */
static struct {
    uint64_t wall;
    uint64_t cpu;
} clocks;

static inline uint64_t clock_ns(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

/* How often this thread has waited for something: its voluntary context switches. */
static inline long waits_of_thread(void)
{
    struct rusage usage;
    getrusage(RUSAGE_THREAD, &usage);
    return usage.ru_nvcsw;
}

static inline struct mark before_call(void)
{
    struct mark mark = { .waits = waits_of_thread(), .lock_waits = lock_waits, .allocations = allocations };
    mark.cpu = clock_ns(CLOCK_THREAD_CPUTIME_ID);
    mark.wall = clock_ns(CLOCK_MONOTONIC);
    return mark;
}

static inline struct mark after_call(void)
{
    struct mark mark = { .wall = clock_ns(CLOCK_MONOTONIC) };
    mark.cpu = clock_ns(CLOCK_THREAD_CPUTIME_ID);
    mark.allocations = allocations;
    mark.lock_waits = lock_waits;
    mark.waits = waits_of_thread();
    return mark;
}

static inline uint32_t without(uint64_t time, uint64_t cost)
{
    uint64_t left = time > cost ? time - cost : 0;
    return left > UINT32_MAX ? UINT32_MAX : (uint32_t)left;
}

static inline void note_call(struct meter *meter, struct mark before, struct mark after)
{
    unsigned long made = after.allocations.made - before.allocations.made;
    CHECK_BELOW(meter->count, meter->room);
    meter->wall[meter->count] = without(after.wall - before.wall, clocks.wall);
    meter->cpu[meter->count] = without(after.cpu - before.cpu, clocks.cpu);
    meter->count++;
    meter->waits += (unsigned long)(after.waits - before.waits);
    meter->lock_waits += (unsigned long)(after.lock_waits - before.lock_waits);
    meter->allocated.made += made;
    meter->allocated.bytes += after.allocations.bytes - before.allocations.bytes;
    meter->allocated.freed += after.allocations.freed - before.allocations.freed;
    if (made > meter->most_allocations)
        meter->most_allocations = made;
}

#define METER(meter, call)                         \
    do {                                           \
        struct mark before_ = before_call();       \
        call;                                      \
        note_call((meter), before_, after_call()); \
    } while (0)

/* Pages are touched now, not while something is measured. */
static inline void make_meter(struct meter *meter, const char *name, size_t room)
{
    memset(meter, 0, sizeof *meter);
    meter->name = name;
    meter->room = room;
    CHECK((meter->wall = malloc(room * sizeof *meter->wall)) != NULL);
    CHECK((meter->cpu = malloc(room * sizeof *meter->cpu)) != NULL);
    memset(meter->wall, 1, room * sizeof *meter->wall);
    memset(meter->cpu, 1, room * sizeof *meter->cpu);
}

static inline int by_size(const void *one, const void *other)
{
    uint32_t a = *(const uint32_t *)one, b = *(const uint32_t *)other;
    return (a > b) - (a < b);
}

static inline uint32_t at_share(const uint32_t *sorted, size_t count, double share)
{
    return count ? sorted[(size_t)((double)(count - 1) * share + 0.5)] : 0;
}

/* The clocks' own cost, measured with themselves. */
static inline void set_clocks(void)
{
    enum { ROUNDS = 20000 };
    struct meter nothing;
    make_meter(&nothing, "nothing", ROUNDS);
    for (int i = 0; i < ROUNDS; i++)
        METER(&nothing, (void)0);
    qsort(nothing.wall, nothing.count, sizeof *nothing.wall, by_size);
    qsort(nothing.cpu, nothing.count, sizeof *nothing.cpu, by_size);
    clocks.wall = at_share(nothing.wall, nothing.count, 0.5);
    clocks.cpu = at_share(nothing.cpu, nothing.count, 0.5);
    free(nothing.wall);
    free(nothing.cpu);
    printf("clocks: %u ns by the wall, %u ns on the processor, taken off each call\n", (unsigned)clocks.wall,
           (unsigned)clocks.cpu);
}

/* How many of them took over LIMIT_NS, which is a definition of the command line. */
static inline size_t over_limit(const uint32_t *sorted, size_t count)
{
    size_t over = 0;
    while (over < count && sorted[count - 1 - over] > LIMIT_NS)
        over++;
    return over;
}

/* One line: `call`, its times by the wall and on the processor, how many were over the limit by either, its waits and
 * allocations, its name. */
static inline void print_meter(struct meter *meter)
{
    const double shares[] = { 0.5, 0.99, 0.999, 1.0 };
    qsort(meter->wall, meter->count, sizeof *meter->wall, by_size);
    qsort(meter->cpu, meter->count, sizeof *meter->cpu, by_size);
    printf("call %zu", meter->count);
    for (size_t i = 0; i < LENGTH(shares); i++)
        printf(" %u", (unsigned)at_share(meter->wall, meter->count, shares[i]));
    for (size_t i = 0; i < LENGTH(shares); i++)
        printf(" %u", (unsigned)at_share(meter->cpu, meter->count, shares[i]));
    printf(" %zu %zu", over_limit(meter->wall, meter->count), over_limit(meter->cpu, meter->count));
    printf(" %lu %lu %lu %lu %lu %lu %s\n", meter->waits, meter->lock_waits, meter->allocated.made,
           meter->allocated.bytes, meter->allocated.freed, meter->most_allocations, meter->name);
}

#endif
