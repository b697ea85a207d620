/* The log of what a client reported, and in which order it has to: everything on the thread that pumps, nothing after free. */

#ifndef FRAME_EVENT_LOG_H
#define FRAME_EVENT_LOG_H

#include <pthread.h>

#include "../c/harness/check.h"

enum { REQUESTS_OF_ONE = 1024, KINDS = AF_EVENT_KIND_FAILURE + 1 };

struct request {
    af_request number;
    bool ended;
};

struct event_log {
    /* Whom callbacks may be told by now: this thread, inside a call that tells. */
    pthread_t thread;
    bool may_call;
    /* af_client_free leaves out all news but the ends of requests. */
    bool freeing;
    bool freed;
    /* By what was told so far. */
    bool authenticated;
    /* The client's session is another one than before. */
    bool session_changed;
    af_event_kind last;
    af_status last_status;
    int told[KINDS];
    /* The latest started of the logins that were told to have succeeded. */
    af_request latest;
    int requests;
    int open;
    struct request request[REQUESTS_OF_ONE];
};

static inline void log_event(struct event_log *log, af_event_kind kind, af_status status)
{
    if (log->freed)
        FAIL("event %d came after af_client_free", (int)kind);
    if (!pthread_equal(log->thread, pthread_self()))
        FAIL("event %d came on another thread", (int)kind);
    if (!log->may_call)
        FAIL("event %d came outside of af_client_pump and af_client_free", (int)kind);
    log->told[kind]++;
    log->last = kind;
    log->last_status = status;
}

static inline void end_request(struct event_log *log, af_request number)
{
    for (int i = 0; i < log->requests; i++) {
        if (log->request[i].number != number)
            continue;
        if (log->request[i].ended)
            FAIL("request %llu ended twice", (unsigned long long)number);
        log->request[i].ended = true;
        log->open--;
        return;
    }
    FAIL("request %llu was never started", (unsigned long long)number);
}

/* What comes right before an event of the client. */
static inline void check_order(const struct event_log *log, const af_event *event)
{
    af_status status = event->status;
    bool failed_before = log->last == AF_EVENT_KIND_FAILURE && log->last_status == status;
    if (log->freeing) {
        CHECK_EQ(event->kind, AF_EVENT_KIND_REQUEST_FINISHED);
        return;
    }
    switch (event->kind) {
    case AF_EVENT_KIND_LOGGED_IN:
        break;
    case AF_EVENT_KIND_HEARTBEAT_SUCCEEDED:
        if (!log->authenticated)
            FAIL("a heartbeat was told without a login before it");
        break;
    case AF_EVENT_KIND_VARIABLES_CHANGED:
        if (log->last != AF_EVENT_KIND_HEARTBEAT_SUCCEEDED)
            FAIL("changed variables were told without the heartbeat that brought them");
        break;
    case AF_EVENT_KIND_SESSION_ENDED:
        if (!log->authenticated)
            FAIL("the end of a session was told that had not begun");
        if (status != AF_STATUS_OK && !(failed_before && af_status_is_fatal((int32_t)status)))
            FAIL("the end of a session (%s) came without its failure before it",
                 af_status_code((int32_t)status));
        break;
    case AF_EVENT_KIND_REQUEST_FINISHED:
        /* One that ends after a later one has succeeded does not bring the session. */
        if (status == AF_STATUS_OK && event->request > log->latest && log->last != AF_EVENT_KIND_LOGGED_IN)
            FAIL("a login was told to have ended before its session was told");
        if (status != AF_STATUS_OK && status != AF_STATUS_CANCELLED && !failed_before)
            FAIL("a login was told to have ended before its failure (%s) was told", event->code);
        break;
    case AF_EVENT_KIND_REQUEST_RETRYING:
        if (status == AF_STATUS_OK)
            FAIL("an attempt was told to be made again that had not failed");
        break;
    default:
        FAIL("event of kind %d", (int)event->kind);
    }
}

static inline void on_event(af_client *client, const af_event *event, void *user_data)
{
    struct event_log *log = user_data;
    (void)client;
    check_order(log, event);
    log_event(log, event->kind, event->status);
    switch (event->kind) {
    case AF_EVENT_KIND_LOGGED_IN:
        log->authenticated = true;
        log->session_changed = true;
        break;
    case AF_EVENT_KIND_SESSION_ENDED:
        log->authenticated = false;
        log->session_changed = true;
        break;
    case AF_EVENT_KIND_HEARTBEAT_SUCCEEDED:
    case AF_EVENT_KIND_VARIABLES_CHANGED:
        log->session_changed = true;
        break;
    case AF_EVENT_KIND_REQUEST_RETRYING:
        break;
    default:
        if (event->status == AF_STATUS_OK && event->request > log->latest)
            log->latest = event->request;
        end_request(log, event->request);
    }
}

static inline void on_failure(af_client *client, af_reason reason, const af_error *error, void *user_data)
{
    (void)client;
    const struct event_log *log = user_data;
    CHECK(reason != AF_REASON_NONE);
    CHECK(!log->freeing);
    log_event(user_data, AF_EVENT_KIND_FAILURE, error->status);
}

#endif
