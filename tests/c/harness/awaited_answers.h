/* More requests than threads, and a server that takes its time: most of the answers come when no thread waits for them. */

#ifndef HARNESS_AWAITED_ANSWERS_H
#define HARNESS_AWAITED_ANSWERS_H

#include "client.h"
#include "recorder.h"
#include "server.h"

enum { AWAITED_ANSWERS = 60 };

/* The client has asked for nothing yet, and is asked for nothing else. Good answers count, and so do refusals. */
static inline void await_answers(af_client *client)
{
    static struct recorder recorder = RECORDER_INIT;
    af_error error = AF_ERROR_INIT;
    OK(af_set_max_threads(4, &error));
    record_from(&recorder, client);
    /* With a thread for each it would take longer than the time that a request may take. */
    add_fault("{\"fault\":{\"delay\":{\"ms\":2500}},\"endpoint\":\"validate\"}");
    for (int i = 0; i < AWAITED_ANSWERS - 1; i++)
        OK(af_validate_start(client, KEY, NULL, &error));
    OK(af_login_start(client, KEY, NULL, &error));
    for (int i = 1; i <= AWAITED_ANSWERS; i++) {
        struct report report = wait_for_report(&recorder, AF_EVENT_KIND_REQUEST_FINISHED, i);
        CHECK_STATUS(report.status, AF_STATUS_OK);
        CHECK(report.has_session);
    }
    CHECK(af_is_authenticated(client));
    CHECK_EQ(request_count("validate", AWAITED_ANSWERS), AWAITED_ANSWERS);
    CHECK_EQ(report_count(&recorder, AF_EVENT_KIND_REQUEST_RETRYING), 0);
    for (int i = 0; i < AWAITED_ANSWERS; i++)
        OK(af_validate_start(client, "no such key", NULL, &error));
    for (int i = 1; i <= AWAITED_ANSWERS; i++) {
        struct report report =
            wait_for_report(&recorder, AF_EVENT_KIND_REQUEST_FINISHED, AWAITED_ANSWERS + i);
        CHECK_STATUS(report.status, AF_STATUS_INVALID_KEY);
    }
    CHECK(af_is_authenticated(client));
}

#endif
