/* Calls that need no network: nanoseconds each, with one core and with all cores calling at once.
 *
 * Processor time is counted, not time on the clock: another program that takes a core away for a moment
 * does not count, but a cache line that two cores fight over does. A lock that puts its waiter to sleep
 * would not, so sleeps are counted apart. */

#define _GNU_SOURCE
#include "authforge_bench.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

enum { ROUNDS = 61, MOST_CORES = 64, NEW_CLIENTS = 200 };

typedef int64_t (*loop_fn)(const void *handle, long count);

static int64_t is_authenticated(const void *client, long count)
{
    int64_t sum = 0;
    for (long i = 0; i < count; i++)
        sum += af_is_authenticated(client);
    return sum;
}

static int64_t session_fetch(const void *client, long count)
{
    int64_t sum = 0;
    for (long i = 0; i < count; i++) {
        af_session *session = NULL;
        sum += af_client_session(client, &session, NULL) == AF_STATUS_OK;
        af_session_free(session);
    }
    return sum;
}

static int64_t typed_lookup(const void *session, long count)
{
    int64_t sum = 0;
    for (long i = 0; i < count; i++)
        sum += af_session_variable_int(session, AF_SCOPE_LICENSE, "seats", 0) == 3;
    return sum;
}

static int64_t json_read(const void *session, long count)
{
    int64_t sum = 0;
    for (long i = 0; i < count; i++)
        sum += af_session_json(session)[0] == '{';
    return sum;
}

/* What two cores that share nothing do to each other on this machine. */
__attribute__((noinline)) static int64_t one(const void *unused, long i)
{
    __asm__ volatile("" : : "r"(unused), "r"(i) : "memory");
    return 1;
}

static int64_t control(const void *unused, long count)
{
    int64_t sum = 0;
    for (long i = 0; i < count; i++)
        sum += one(unused, i);
    return sum;
}

/* What every handle of one session costs, whoever hands it out: readers count themselves in and out, and the session's
 * holders are one more and one fewer. */
static struct {
    _Alignas(64) atomic_long readers;
    _Alignas(64) atomic_long holders;
} counted;

static int64_t counts(const void *unused, long count)
{
    (void)unused;
    for (long i = 0; i < count; i++) {
        atomic_fetch_add(&counted.readers, 1);
        atomic_fetch_add(&counted.holders, 1);
        atomic_fetch_sub(&counted.readers, 1);
        atomic_fetch_sub(&counted.holders, 1);
    }
    return count;
}

struct caller {
    pthread_t thread;
    pthread_barrier_t *start;
    loop_fn loop;
    const void *handle;
    long count;
    int core;
    double ns;
    long sleeps;
};

static long sleeps_so_far(void)
{
    struct rusage usage;
    getrusage(RUSAGE_THREAD, &usage);
    return usage.ru_nvcsw;
}

static void *call(void *context)
{
    struct caller *caller = context;
    cpu_set_t core;
    CPU_ZERO(&core);
    CPU_SET(caller->core, &core);
    /* Where that is not allowed, the system places the threads. */
    pthread_setaffinity_np(pthread_self(), sizeof core, &core);
    pthread_barrier_wait(caller->start);
    long sleeps = sleeps_so_far();
    int64_t start = clock_ns(CLOCK_THREAD_CPUTIME_ID);
    must(caller->loop(caller->handle, caller->count) == caller->count, "a call");
    caller->ns = (double)(clock_ns(CLOCK_THREAD_CPUTIME_ID) - start) / (double)caller->count;
    caller->sleeps = sleeps_so_far() - sleeps;
    return NULL;
}

/* Nanoseconds per call, the mean of the cores. */
static double measure(loop_fn loop, const void *const *handles, int cores, long count, double *sleeps)
{
    struct caller callers[MOST_CORES];
    pthread_barrier_t start;
    double sum = 0;
    pthread_barrier_init(&start, NULL, (unsigned)cores);
    for (int i = 0; i < cores; i++) {
        callers[i] =
            (struct caller){ .start = &start, .loop = loop, .handle = handles[i], .count = count, .core = i };
        must(pthread_create(&callers[i].thread, NULL, call, &callers[i]) == 0, "pthread_create");
    }
    for (int i = 0; i < cores; i++) {
        pthread_join(callers[i].thread, NULL);
        sum += callers[i].ns;
        *sleeps += (double)callers[i].sleeps;
    }
    pthread_barrier_destroy(&start);
    return sum / cores;
}

struct subject {
    const char *name;
    loop_fn loop;
    long count;
    int one_handle;
};

static void measure_subjects(const void *client, const void *const *sessions, int cores)
{
    static const struct subject subjects[] = {
        { "control", control, 2000000, 1 },
        { "counts", counts, 200000, 1 },
        { "is_authenticated", is_authenticated, 2000000, 1 },
        { "session_fetch", session_fetch, 200000, 1 },
        { "typed_lookup", typed_lookup, 200000, 0 },
        { "typed_lookup_same", typed_lookup, 200000, 1 },
        { "json_read", json_read, 200000, 0 },
        { "json_read_same", json_read, 200000, 1 },
    };
    enum { SUBJECTS = sizeof subjects / sizeof subjects[0] };
    static double with_one[SUBJECTS][ROUNDS], with_all[SUBJECTS][ROUNDS];
    double sleeps = 0;
    for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < SUBJECTS; i++) {
            const struct subject *subject = &subjects[i];
            const void *same[MOST_CORES];
            for (int core = 0; core < cores; core++)
                same[core] = subject->loop == is_authenticated || subject->loop == session_fetch
                                 ? client
                                 : sessions[0];
            const void *const *handles = subject->one_handle ? same : sessions;
            with_one[i][round] = measure(subject->loop, handles, 1, subject->count, &sleeps);
            with_all[i][round] = measure(subject->loop, handles, cores, subject->count, &sleeps);
        }
    }
    for (int i = 0; i < SUBJECTS; i++) {
        char name[64];
        print_samples(subjects[i].name, with_one[i], ROUNDS);
        snprintf(name, sizeof name, "%s_all_cores", subjects[i].name);
        print_samples(name, with_all[i], ROUNDS);
    }
    print_samples("sleeps", &sleeps, 1);
}

void measure_calls(void)
{
    long online = sysconf(_SC_NPROCESSORS_ONLN);
    int cores = online > MOST_CORES ? MOST_CORES : (int)online;
    af_client *client = client_for(from_environment("AF_TEST_URL"));
    af_session *sessions[MOST_CORES] = { NULL };
    must(af_login(client, from_environment("AF_TEST_LICENSE_KEY"), &sessions[0], NULL) == AF_STATUS_OK,
         "af_login");
    for (int i = 1; i < cores; i++)
        must(af_session_clone(sessions[0], &sessions[i], NULL) == AF_STATUS_OK, "af_session_clone");
    measure_subjects(client, (const void *const *)sessions, cores);
    for (int i = 0; i < cores; i++)
        af_session_free(sessions[i]);
    af_client_free(client);
}

void measure_client_new(void)
{
    static double took[NEW_CLIENTS];
    static af_client *clients[NEW_CLIENTS];
    af_config *config = config_for(from_environment("AF_TEST_URL"));
    af_client *first = client_for(from_environment("AF_TEST_URL"));
    for (int i = 0; i < NEW_CLIENTS; i++) {
        int64_t start = now_ns();
        must(af_client_new(config, &clients[i], NULL) == AF_STATUS_OK, "af_client_new");
        took[i] = (double)(now_ns() - start);
    }
    print_samples("client_new", took, NEW_CLIENTS);
    for (int i = 0; i < NEW_CLIENTS; i++)
        af_client_free(clients[i]);
    af_client_free(first);
    af_config_free(config);
}
