/* Clients. Interval 10, mode SERVER, and a process that survives, unless a test sets it otherwise. */

#ifndef HARNESS_CLIENT_H
#define HARNESS_CLIENT_H

#include "check.h"
#include "server.h"
#include "wait.h"

static inline af_config *test_config(void)
{
    af_error error = AF_ERROR_INIT;
    af_config *config = af_config_new(APP_ID, APP_SECRET, PUBLIC_KEY, "SERVER");
    CHECK(config != NULL);
    OK(af_config_set_api_base_url(config, URL, &error));
    OK(af_config_set_heartbeat_interval(config, 10, &error));
    OK(af_config_set_failure_policy(config, AF_FAILURE_POLICY_CONTINUE, &error));
    return config;
}

/* Frees the config. */
static inline af_client *client_of(af_config *config)
{
    af_error error = AF_ERROR_INIT;
    af_client *client = NULL;
    OK(af_client_new(config, &client, &error));
    af_config_free(config);
    return client;
}

static inline af_client *test_client(void)
{
    return client_of(test_config());
}

/* For tests that compare what a session says: no heartbeat renews it, however slow the machine. */
static inline af_client *client_without_heartbeats(void)
{
    af_error error = AF_ERROR_INIT;
    af_config *config = test_config();
    OK(af_config_set_heartbeat_interval(config, 86400, &error));
    return client_of(config);
}

static inline af_client *pump_client(void)
{
    af_error error = AF_ERROR_INIT;
    af_config *config = test_config();
    OK(af_config_set_dispatch(config, AF_DISPATCH_PUMP, &error));
    return client_of(config);
}

static inline void log_in(af_client *client)
{
    af_error error = AF_ERROR_INIT;
    OK(af_login(client, KEY, NULL, &error));
}

static inline void log_out(af_client *client)
{
    af_error error = AF_ERROR_INIT;
    OK(af_logout(client, &error));
}

/* A login on a thread of its own, for one that is expected to block. */
struct login {
    af_client *client;
    af_status status;
    long ended_at;
    pthread_t thread;
};

static inline void *run_login(void *argument)
{
    struct login *login = argument;
    login->status = af_login(login->client, KEY, NULL, NULL);
    login->ended_at = now_ms();
    return NULL;
}

static inline void begin_login(struct login *login, af_client *client)
{
    login->client = client;
    login->thread = start_thread(run_login, login);
}

static inline af_status end_login(struct login *login)
{
    CHECK_EQ(pthread_join(login->thread, NULL), 0);
    return login->status;
}

/* What is no handle of the kind of `freed`: NULL, that, two of other kinds, the caller's memory, and words. */
#define BAD_HANDLES 64
static inline void bad_handles(void *list[BAD_HANDLES], void *freed, void *other, void *third)
{
    static long memory[4];
    uint64_t word = 0x9e3779b97f4a7c15u;
    size_t count = 0;
    list[count++] = NULL;
    list[count++] = freed;
    list[count++] = other;
    list[count++] = third;
    list[count++] = memory;
    list[count++] = (char *)memory + 1;
    list[count++] = (void *)UINTPTR_MAX;
    while (count < BAD_HANDLES) {
        list[count++] = (void *)(uintptr_t)word;
        word = word * 6364136223846793005u + 1442695040888963407u;
    }
}

#endif
