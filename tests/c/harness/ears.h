/* Ears: everything a client told, in order. Failures stand in the list as AF_EVENT_KIND_FAILURE. */

#ifndef HARNESS_EARS_H
#define HARNESS_EARS_H

#include "check.h"
#include "wait.h"

struct heard {
    af_event_kind kind;
    af_reason reason;
    af_status status;
    af_request request;
    bool authenticated;
    bool has_session;
    pthread_t thread;
    char code[64];
};

struct ears {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    int count;
    int releases;
    struct heard heard[256];
};
#define EARS_INIT { .lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER }

static inline void hear(struct ears *ears, af_client *client, struct heard heard)
{
    heard.authenticated = af_is_authenticated(client);
    heard.thread = pthread_self();
    pthread_mutex_lock(&ears->lock);
    CHECK_BELOW(ears->count, LENGTH(ears->heard));
    ears->heard[ears->count++] = heard;
    pthread_cond_broadcast(&ears->changed);
    pthread_mutex_unlock(&ears->lock);
}

static inline void hear_failure(af_client *client, af_reason reason, const af_error *error, void *user_data)
{
    struct heard heard = { .kind = AF_EVENT_KIND_FAILURE, .reason = reason, .status = error->status };
    memcpy(heard.code, error->code, sizeof heard.code);
    hear(user_data, client, heard);
}

static inline void hear_event(af_client *client, const af_event *event, void *user_data)
{
    struct heard heard = { .kind = event->kind, .status = event->status, .request = event->request };
    heard.has_session = event->session != NULL;
    memcpy(heard.code, event->code, sizeof heard.code);
    hear(user_data, client, heard);
}

static inline void hear_release(void *user_data)
{
    struct ears *ears = user_data;
    pthread_mutex_lock(&ears->lock);
    ears->releases++;
    pthread_cond_broadcast(&ears->changed);
    pthread_mutex_unlock(&ears->lock);
}

static inline void listen_to(struct ears *ears, af_client *client)
{
    af_error error = AF_ERROR_INIT;
    OK(af_client_set_failure_callback(client, hear_failure, ears, NULL, &error));
    OK(af_client_set_event_callback(client, hear_event, ears, NULL, &error));
}

static inline int heard_count(struct ears *ears, af_event_kind kind)
{
    int count = 0;
    pthread_mutex_lock(&ears->lock);
    for (int i = 0; i < ears->count; i++)
        count += ears->heard[i].kind == kind;
    pthread_mutex_unlock(&ears->lock);
    return count;
}

/* Waits for the nth report of a kind, the first being 1. */
static inline struct heard wait_to_hear(struct ears *ears, af_event_kind kind, int nth)
{
    struct timespec deadline;
    clock_gettime(CLOCK_REALTIME, &deadline);
    deadline.tv_sec += PATIENCE;
    pthread_mutex_lock(&ears->lock);
    for (int waited = 0;;) {
        int seen = 0;
        for (int i = 0; i < ears->count; i++) {
            if (ears->heard[i].kind == kind && ++seen == nth) {
                struct heard found = ears->heard[i];
                pthread_mutex_unlock(&ears->lock);
                return found;
            }
        }
        if (waited != 0)
            FAIL("report %d of kind %d did not come; %d came in all", nth, (int)kind, ears->count);
        waited = pthread_cond_timedwait(&ears->changed, &ears->lock, &deadline);
    }
}

#endif
