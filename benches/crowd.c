/* Many clients that log in at once over a slow network, and one interval of their heartbeats. */

#include "authforge_bench.h"

#include <stdatomic.h>

enum { PATIENCE_S = 600, REST_S = 10 };

struct member {
    af_client *client;
    _Atomic int64_t logged_in;
    /* When its first heartbeat was answered. */
    _Atomic int64_t renewed;
};

static atomic_int logged_in, renewed;

static void note(af_client *client, const af_event *event, void *user_data)
{
    struct member *member = user_data;
    (void)client;
    if (event->kind == AF_EVENT_KIND_LOGGED_IN) {
        atomic_store(&member->logged_in, now_ns());
        atomic_fetch_add(&logged_in, 1);
    } else if (event->kind == AF_EVENT_KIND_HEARTBEAT_SUCCEEDED && atomic_load(&member->renewed) == 0) {
        atomic_store(&member->renewed, now_ns());
        atomic_fetch_add(&renewed, 1);
    }
}

/* Until so many have come, or until `deadline`. */
static void wait_for(atomic_int *count, int least, double *most_threads, int64_t deadline)
{
    const struct timespec pause = { 0, 5000000 };
    while (atomic_load(count) < least && now_ns() < deadline) {
        nanosleep(&pause, NULL);
        double threads = other_threads();
        *most_threads = threads > *most_threads ? threads : *most_threads;
    }
}

/* What the clients cost that nobody asks for anything and whose heartbeats are far away, once the threads have gone that
 * the logins needed. */
static void measure_rest(void)
{
    struct timespec pause = { 1, 0 };
    for (int i = 0; i < 60 && other_threads() > 1; i++)
        nanosleep(&pause, NULL);
    int64_t cpu = clock_ns(CLOCK_PROCESS_CPUTIME_ID);
    pause.tv_sec = REST_S;
    nanosleep(&pause, NULL);
    double each_second_ms = (double)(clock_ns(CLOCK_PROCESS_CPUTIME_ID) - cpu) / 1e6 / REST_S;
    print_samples("rest_cpu_ms", &each_second_ms, 1);
}

/* Where `hanging` is true every tenth client has a license whose requests may hang: they are not waited for. */
void measure_crowd(int count, int interval_s, int hanging, int resting)
{
    must(count > 0 && (interval_s == 0 || interval_s >= 10), "reading clients and interval");
    struct member *members = calloc((size_t)count, sizeof *members);
    double *late_ms = calloc((size_t)count, sizeof *late_ms), most_threads = 0;
    must(members != NULL && late_ms != NULL, "calloc");
    const char *threads = getenv("BENCH_MOST_THREADS");
    if (threads != NULL)
        must(af_set_max_threads(atoi(threads), NULL) == AF_STATUS_OK, "af_set_max_threads");
    af_config *config = config_for(from_environment("AF_TEST_URL"));
    const char *license_key = from_environment("AF_TEST_LICENSE_KEY");
    const char *tenth = hanging ? from_environment("BENCH_HANGING_KEY") : license_key;
    if (interval_s > 0)
        must(af_config_set_heartbeat_interval(config, interval_s, NULL) == AF_STATUS_OK, "the interval");
    double before = resident_kib();
    for (int i = 0; i < count; i++) {
        must(af_client_new(config, &members[i].client, NULL) == AF_STATUS_OK, "af_client_new");
        af_client_set_failure_callback(members[i].client, ignore_failure, NULL, NULL, NULL);
        af_client_set_event_callback(members[i].client, note, &members[i], NULL, NULL);
    }
    int least = hanging ? count - count / 10 : count;
    int64_t start = now_ns();
    for (int i = 0; i < count; i++) {
        const char *key = i % 10 == 9 ? tenth : license_key;
        must(af_login_start(members[i].client, key, NULL, NULL) == AF_STATUS_OK, "af_login_start");
    }
    wait_for(&logged_in, least, &most_threads, start + PATIENCE_S * (int64_t)1000000000);
    double login_s = (double)(now_ns() - start) / 1e9;
    double each_kib = (resident_kib() - before) / count;
    print_samples("login_seconds", &login_s, 1);
    print_samples("kib_each", &each_kib, 1);
    if (resting)
        measure_rest();
    fflush(stdout);
    if (interval_s == 0)
        _Exit(0);
    int64_t rest = clock_ns(CLOCK_PROCESS_CPUTIME_ID);
    wait_for(&renewed, least, &most_threads, now_ns() + (interval_s + 60) * (int64_t)1000000000);
    double cpu_ms = (double)(clock_ns(CLOCK_PROCESS_CPUTIME_ID) - rest) / 1e6;
    int late = 0;
    /* After the longest that chance makes of an interval. */
    for (int i = 0; i < count; i++) {
        if (members[i].renewed != 0)
            late_ms[late++] = (double)(members[i].renewed - members[i].logged_in) / 1e6 - interval_s * 1.1e3;
    }
    double came = atomic_load(&renewed);
    must(late > 0, "a heartbeat");
    print_samples("late_ms", late_ms, late);
    print_samples("threads", &most_threads, 1);
    print_samples("heartbeats_cpu_ms", &cpu_ms, 1);
    print_samples("renewed", &came, 1);
    fflush(stdout);
    /* Freeing ten thousand takes its time, and nobody measures it here. */
    _Exit(0);
}
