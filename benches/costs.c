/* What a frame and a login cost the thread that makes them. */

#include "authforge_bench.h"

#include <pthread.h>
#include <stdatomic.h>

enum { FRAMES = 200000, LOGINS = 200, FREED = 200, MOST_THREADS = 64 };

static int ascending(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

/* As a game asks in each frame; a few frames are slow because the machine was. */
static void measure_frames(af_client *client)
{
    static double took[FRAMES];
    for (int i = 0; i < FRAMES; i++) {
        int64_t start = now_ns();
        af_client_pump(client);
        must(af_is_authenticated(client), "being logged in");
        af_session *session = NULL;
        must(af_client_session(client, &session, NULL) == AF_STATUS_OK, "af_client_session");
        must(af_session_variable_int(session, AF_SCOPE_LICENSE, "seats", 0) == 3, "a variable");
        af_session_free(session);
        took[i] = (double)(now_ns() - start);
    }
    qsort(took, FRAMES, sizeof *took, ascending);
    print_samples("frame", &took[FRAMES / 2], 1);
    print_samples("frame_9999", &took[FRAMES - FRAMES / 10000 - 1], 1);
}

/* The last that holds a session wipes what is in it. */
static void measure_last_free(af_client *client)
{
    static double took[FREED];
    const char *license_key = from_environment("AF_TEST_LICENSE_KEY");
    for (int i = 0; i < FREED; i++) {
        af_session *session = NULL;
        must(af_validate(client, license_key, &session, NULL) == AF_STATUS_OK, "af_validate");
        int64_t start = now_ns();
        af_session_free(session);
        took[i] = (double)(now_ns() - start);
    }
    print_samples("last_free", took, FREED);
}

/* Until the call is back; the login goes on by itself. */
static void measure_login_start(af_client *client)
{
    static double took[LOGINS];
    const char *license_key = from_environment("AF_TEST_LICENSE_KEY");
    for (int i = 0; i < LOGINS; i++) {
        af_event event = AF_EVENT_INIT;
        int64_t start = now_ns();
        must(af_login_start(client, license_key, NULL, NULL) == AF_STATUS_OK, "af_login_start");
        took[i] = (double)(now_ns() - start);
        do
            while (!af_client_poll(client, &event))
                ;
        while (event.kind != AF_EVENT_KIND_REQUEST_FINISHED);
        must(event.status == AF_STATUS_OK, "a login");
    }
    print_samples("login_start", took, LOGINS);
}

void measure_costs(void)
{
    af_config *config = config_for(from_environment("AF_TEST_URL"));
    af_client *client = NULL;
    must(af_config_set_dispatch(config, AF_DISPATCH_PUMP, NULL) == AF_STATUS_OK, "af_config_set_dispatch");
    must(af_client_new(config, &client, NULL) == AF_STATUS_OK, "af_client_new");
    af_config_free(config);
    measure_login_start(client);
    measure_frames(client);
    measure_last_free(client);
    af_client_free(client);
}

static atomic_long validated;
static atomic_bool enough;

static void *keep_validating(void *client)
{
    const char *license_key = from_environment("AF_TEST_LICENSE_KEY");
    while (!atomic_load(&enough)) {
        must(af_validate(client, license_key, NULL, NULL) == AF_STATUS_OK, "af_validate");
        atomic_fetch_add(&validated, 1);
    }
    return NULL;
}

/* How many validates threads that share a client make in a second. */
void measure_threads(int count)
{
    const struct timespec warm = { 0, 300000000 }, measured = { 1, 500000000 };
    pthread_t threads[MOST_THREADS];
    must(count > 0 && count <= MOST_THREADS, "reading how many threads");
    af_client *client = client_for(from_environment("AF_TEST_URL"));
    for (int i = 0; i < count; i++)
        must(pthread_create(&threads[i], NULL, keep_validating, client) == 0, "pthread_create");
    nanosleep(&warm, NULL);
    long before = atomic_load(&validated);
    int64_t start = now_ns();
    nanosleep(&measured, NULL);
    double rate = (double)(atomic_load(&validated) - before) / ((double)(now_ns() - start) / 1e9);
    atomic_store(&enough, true);
    for (int i = 0; i < count; i++)
        pthread_join(threads[i], NULL);
    print_samples("validates_per_second", &rate, 1);
    af_client_free(client);
}
