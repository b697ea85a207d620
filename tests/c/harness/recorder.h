/* A recorder: everything a client reported, in order. Failures stand in the list as AF_EVENT_KIND_FAILURE. */

#ifndef HARNESS_RECORDER_H
#define HARNESS_RECORDER_H

#include "check.h"
#include "wait.h"

struct report {
    af_event_kind kind;
    af_reason reason;
    af_status status;
    af_request request;
    bool authenticated;
    bool has_session;
    uint32_t attempt, retry_in_ms;
    pthread_t thread;
    char code[64];
};

struct recorder {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    int count;
    int releases;
    struct report reports[256];
};
#define RECORDER_INIT { .lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER }

static inline void record(struct recorder *recorder, af_client *client, struct report report)
{
    report.authenticated = af_is_authenticated(client);
    report.thread = pthread_self();
    pthread_mutex_lock(&recorder->lock);
    CHECK_BELOW(recorder->count, LENGTH(recorder->reports));
    recorder->reports[recorder->count++] = report;
    pthread_cond_broadcast(&recorder->changed);
    pthread_mutex_unlock(&recorder->lock);
}

static inline void record_failure(af_client *client, af_reason reason, const af_error *error, void *user_data)
{
    struct report report = { .kind = AF_EVENT_KIND_FAILURE, .reason = reason, .status = error->status };
    memcpy(report.code, error->code, sizeof report.code);
    record(user_data, client, report);
}

static inline void record_event(af_client *client, const af_event *event, void *user_data)
{
    struct report report = { .kind = event->kind, .status = event->status, .request = event->request };
    report.has_session = event->session != NULL;
    report.attempt = event->attempt;
    report.retry_in_ms = event->retry_in_ms;
    memcpy(report.code, event->code, sizeof report.code);
    record(user_data, client, report);
}

static inline void record_release(void *user_data)
{
    struct recorder *recorder = user_data;
    pthread_mutex_lock(&recorder->lock);
    recorder->releases++;
    pthread_cond_broadcast(&recorder->changed);
    pthread_mutex_unlock(&recorder->lock);
}

static inline void record_from(struct recorder *recorder, af_client *client)
{
    af_error error = AF_ERROR_INIT;
    OK(af_client_set_failure_callback(client, record_failure, recorder, NULL, &error));
    OK(af_client_set_event_callback(client, record_event, recorder, NULL, &error));
}

static inline int report_count(struct recorder *recorder, af_event_kind kind)
{
    int count = 0;
    pthread_mutex_lock(&recorder->lock);
    for (int i = 0; i < recorder->count; i++)
        count += recorder->reports[i].kind == kind;
    pthread_mutex_unlock(&recorder->lock);
    return count;
}

/* Waits for the nth report of a kind, the first being 1. */
static inline struct report wait_for_report(struct recorder *recorder, af_event_kind kind, int nth)
{
    struct timespec deadline;
    clock_gettime(CLOCK_REALTIME, &deadline);
    deadline.tv_sec += PATIENCE;
    pthread_mutex_lock(&recorder->lock);
    for (int waited = 0;;) {
        int seen = 0;
        for (int i = 0; i < recorder->count; i++) {
            if (recorder->reports[i].kind == kind && ++seen == nth) {
                struct report found = recorder->reports[i];
                pthread_mutex_unlock(&recorder->lock);
                return found;
            }
        }
        if (waited != 0)
            FAIL("report %d of kind %d did not come; %d came in all", nth, (int)kind, recorder->count);
        waited = pthread_cond_timedwait(&recorder->changed, &recorder->lock, &deadline);
    }
}

#endif
