/* A started login that fails is told as a failure and then as the end of its request. */

#include "../harness.h"

static void check_pair(const struct report *report, af_reason reason, af_status status, af_request request)
{
    CHECK_EQ(report[0].kind, AF_EVENT_KIND_FAILURE);
    CHECK_EQ(report[0].reason, reason);
    CHECK_STATUS(report[0].status, status);
    CHECK_EQ(report[1].kind, AF_EVENT_KIND_REQUEST_FINISHED);
    CHECK_EQ(report[1].request, request);
    CHECK_STATUS(report[1].status, status);
    CHECK_TEXT(report[1].code, report[0].code);
}

static void hear_ends(struct recorder *recorder, af_client *client, bool pumped, int count)
{
    if (pumped)
        CHECK_SOON((af_client_pump(client), report_count(recorder, AF_EVENT_KIND_REQUEST_FINISHED) == count));
    wait_for_report(recorder, AF_EVENT_KIND_REQUEST_FINISHED, count);
}

/* Its callbacks run when it is pumped, or by themselves. */
static void told_twice_and_in_order(af_client *client, bool pumped)
{
    static struct recorder all[2] = { RECORDER_INIT, RECORDER_INIT };
    struct recorder *recorder = &all[pumped];
    af_error error = AF_ERROR_INIT;
    af_request requests[20];
    record_from(recorder, client);
    for (size_t i = 0; i < LENGTH(requests); i++) {
        if (i % 2 == 0)
            OK(af_login_start(client, "NO-SUCH-KEY", &requests[i], &error));
        else
            OK(af_login_from_file_start(client, "no such file", &requests[i], &error));
        hear_ends(recorder, client, pumped, (int)i + 1);
    }
    CHECK_EQ(recorder->count, 2 * LENGTH(requests));
    for (size_t i = 0; i < LENGTH(requests); i++) {
        if (i % 2 == 0)
            check_pair(&recorder->reports[2 * i], AF_REASON_LOGIN_FAILED, AF_STATUS_INVALID_KEY, requests[i]);
        else
            check_pair(&recorder->reports[2 * i], AF_REASON_OFFLINE_LOGIN_FAILED, AF_STATUS_READ_ERROR,
                       requests[i]);
    }

    /* What is no login, a login that was called off, and a mistake of the call are no failure. */
    af_request open = 0;
    OK(af_validate_start(client, "NO-SUCH-KEY", &open, &error));
    OK(af_verify_license_file_start(client, "no such file", &open, &error));
    hear_ends(recorder, client, pumped, LENGTH(requests) + 2);
    int sent = request_count("validate", 0), ends = LENGTH(requests) + 3;
    add_fault("{\"fault\":\"hang\",\"count\":1}");
    OK(af_login_start(client, KEY, &open, &error));
    request_count("validate", sent + 1);
    OK(af_client_cancel(client, open, &error));
    CHECK_STATUS(af_login_start(client, "", &open, &error), AF_STATUS_MISSING_LICENSE_KEY);
    hear_ends(recorder, client, pumped, ends);
    CHECK_EQ(report_count(recorder, AF_EVENT_KIND_FAILURE), LENGTH(requests));

    /* One that blocks is told by its status, and as a failure. */
    CHECK_STATUS(af_login(client, "NO-SUCH-KEY", NULL, &error), AF_STATUS_INVALID_KEY);
    if (pumped)
        CHECK_EQ(af_client_pump(client), 1);
    wait_for_report(recorder, AF_EVENT_KIND_FAILURE, LENGTH(requests) + 1);
    af_client_free(client);
    CHECK_EQ(report_count(recorder, AF_EVENT_KIND_REQUEST_FINISHED), ends);
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_event event = AF_EVENT_INIT;
    af_request request = 0;
    told_twice_and_in_order(test_client(), false);
    told_twice_and_in_order(pump_client(), true);

    /* Polled it is the same. */
    af_client *client = pump_client();
    OK(af_login_start(client, "NO-SUCH-KEY", &request, &error));
    CHECK_SOON(af_client_poll(client, &event));
    CHECK_EQ(event.kind, AF_EVENT_KIND_FAILURE);
    CHECK_EQ(event.reason, AF_REASON_LOGIN_FAILED);
    CHECK(event.status == AF_STATUS_INVALID_KEY && event.request == 0);
    /* Both were posted at once. */
    CHECK(af_client_poll(client, &event));
    CHECK_EQ(event.kind, AF_EVENT_KIND_REQUEST_FINISHED);
    CHECK_EQ(event.request, request);
    CHECK(event.status == AF_STATUS_INVALID_KEY && event.reason == AF_REASON_NONE);
    CHECK(!af_client_poll(client, &event));
    af_client_free(client);
    return 0;
}
