/* Many logged-in clients in one process: threads and resident memory, after the logins and after each has
 * made its first heartbeat. */

#include "authforge_bench.h"

#include <stdatomic.h>
#include <string.h>

enum { PATIENCE_S = 60 };

static atomic_int heartbeats;

static void count_heartbeat(af_client *client, const af_event *event, void *user_data)
{
    (void)client, (void)user_data;
    if (event->kind == AF_EVENT_KIND_HEARTBEAT_SUCCEEDED)
        atomic_fetch_add(&heartbeats, 1);
}

double resident_kib(void)
{
    char line[256];
    double kib = -1;
    FILE *file = fopen("/proc/self/smaps_rollup", "r");
    must(file != NULL, "smaps_rollup");
    while (kib < 0 && fgets(line, sizeof line, file) != NULL)
        sscanf(line, "Rss: %lf", &kib);
    fclose(file);
    must(kib > 0, "smaps_rollup");
    return kib;
}

static void note_threads(double *most)
{
    double now = other_threads();
    if (now > *most)
        *most = now;
}

static void wait_for_heartbeats(int count, double *most_threads)
{
    const struct timespec pause = { 0, 2000000 };
    int64_t deadline = now_ns() + PATIENCE_S * (int64_t)1000000000;
    while (atomic_load(&heartbeats) < count) {
        must(now_ns() < deadline, "waiting for heartbeats");
        nanosleep(&pause, NULL);
        note_threads(most_threads);
    }
}

void measure_clients(int count)
{
    must(count > 0, "reading the number of clients");
    af_client **clients = calloc((size_t)count, sizeof *clients);
    af_session **sessions = calloc((size_t)count, sizeof *sessions);
    must(clients != NULL && sessions != NULL, "calloc");
    double before = resident_kib(), most_threads = 0;

    af_config *config = config_for(from_environment("AF_TEST_URL"));
    const char *license_key = from_environment("AF_TEST_LICENSE_KEY");
    must(af_config_set_heartbeat_interval(config, 10, NULL) == AF_STATUS_OK,
         "af_config_set_heartbeat_interval");
    int64_t start = now_ns();
    for (int i = 0; i < count; i++) {
        must(af_client_new(config, &clients[i], NULL) == AF_STATUS_OK, "af_client_new");
        af_client_set_failure_callback(clients[i], ignore_failure, NULL, NULL, NULL);
        af_client_set_event_callback(clients[i], count_heartbeat, NULL, NULL, NULL);
        must(af_login(clients[i], license_key, &sessions[i], NULL) == AF_STATUS_OK, "af_login");
        note_threads(&most_threads);
    }
    double logged_in = resident_kib(), seconds = (double)(now_ns() - start) / 1e9;
    wait_for_heartbeats(count, &most_threads);
    double checked_in = resident_kib();

    double after_login = (logged_in - before) / count, after_heartbeat = (checked_in - before) / count;
    print_samples("login_seconds", &seconds, 1);
    print_samples("kib_after_login", &after_login, 1);
    print_samples("kib_after_heartbeat", &after_heartbeat, 1);
    print_samples("threads", &most_threads, 1);
    for (int i = 0; i < count; i++) {
        af_session_free(sessions[i]);
        af_client_free(clients[i]);
    }
    af_config_free(config);
    free(clients);
    free(sessions);
}
