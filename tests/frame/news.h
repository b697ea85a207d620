/* What a client told, and in which order it has to: everything on the thread that pumps, nothing after free. */

#ifndef FRAME_NEWS_H
#define FRAME_NEWS_H

#include <pthread.h>

#include "../c/harness/check.h"

enum { REQUESTS_OF_ONE = 1024, KINDS = AF_EVENT_KIND_FAILURE + 1 };

struct request {
    af_request number;
    bool ended;
};

struct news {
    /* Whom callbacks may be told by now: this thread, inside a call that tells. */
    pthread_t thread;
    bool may_tell;
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

static inline void hear_news(struct news *news, af_event_kind kind, af_status status)
{
    if (news->freed)
        FAIL("event %d came after af_client_free", (int)kind);
    if (!pthread_equal(news->thread, pthread_self()))
        FAIL("event %d came on another thread", (int)kind);
    if (!news->may_tell)
        FAIL("event %d came outside of af_client_pump and af_client_free", (int)kind);
    news->told[kind]++;
    news->last = kind;
    news->last_status = status;
}

static inline void end_request(struct news *news, af_request number)
{
    for (int i = 0; i < news->requests; i++) {
        if (news->request[i].number != number)
            continue;
        if (news->request[i].ended)
            FAIL("request %llu ended twice", (unsigned long long)number);
        news->request[i].ended = true;
        news->open--;
        return;
    }
    FAIL("request %llu was never started", (unsigned long long)number);
}

/* What comes right before an event of the client. */
static inline void check_order(const struct news *news, const af_event *event)
{
    af_status status = event->status;
    bool failed_before = news->last == AF_EVENT_KIND_FAILURE && news->last_status == status;
    if (news->freeing) {
        CHECK_EQ(event->kind, AF_EVENT_KIND_REQUEST_FINISHED);
        return;
    }
    switch (event->kind) {
    case AF_EVENT_KIND_LOGGED_IN:
        break;
    case AF_EVENT_KIND_HEARTBEAT_SUCCEEDED:
        if (!news->authenticated)
            FAIL("a heartbeat was told without a login before it");
        break;
    case AF_EVENT_KIND_VARIABLES_CHANGED:
        if (news->last != AF_EVENT_KIND_HEARTBEAT_SUCCEEDED)
            FAIL("changed variables were told without the heartbeat that brought them");
        break;
    case AF_EVENT_KIND_SESSION_ENDED:
        if (!news->authenticated)
            FAIL("the end of a session was told that had not begun");
        if (status != AF_STATUS_OK && !(failed_before && af_status_is_fatal((int32_t)status)))
            FAIL("the end of a session (%s) came without its failure before it", af_status_code((int32_t)status));
        break;
    case AF_EVENT_KIND_REQUEST_FINISHED:
        /* One that ends after a later one has succeeded does not bring the session. */
        if (status == AF_STATUS_OK && event->request > news->latest && news->last != AF_EVENT_KIND_LOGGED_IN)
            FAIL("a login was told to have ended before its session was told");
        if (status != AF_STATUS_OK && status != AF_STATUS_CANCELLED && !failed_before)
            FAIL("a login was told to have ended before its failure (%s) was told", event->code);
        break;
    default:
        FAIL("event of kind %d", (int)event->kind);
    }
}

static inline void on_event(af_client *client, const af_event *event, void *user_data)
{
    struct news *news = user_data;
    (void)client;
    check_order(news, event);
    hear_news(news, event->kind, event->status);
    switch (event->kind) {
    case AF_EVENT_KIND_LOGGED_IN:
        news->authenticated = true;
        news->session_changed = true;
        break;
    case AF_EVENT_KIND_SESSION_ENDED:
        news->authenticated = false;
        news->session_changed = true;
        break;
    case AF_EVENT_KIND_HEARTBEAT_SUCCEEDED:
    case AF_EVENT_KIND_VARIABLES_CHANGED:
        news->session_changed = true;
        break;
    default:
        if (event->status == AF_STATUS_OK && event->request > news->latest)
            news->latest = event->request;
        end_request(news, event->request);
    }
}

static inline void on_failure(af_client *client, af_reason reason, const af_error *error, void *user_data)
{
    (void)client;
    const struct news *news = user_data;
    CHECK(reason != AF_REASON_NONE);
    CHECK(!news->freeing);
    hear_news(user_data, AF_EVENT_KIND_FAILURE, error->status);
}

#endif
