/* An attempt that is made again is told, with its pause. */
/* takes: 14 s */

#include "../harness.h"

#define LIMITED(count) "{\"fault\":\"gateway_429\",\"count\":" #count "}"

static void check_retry(struct report report, af_request request, uint32_t attempt, uint32_t pause)
{
    CHECK_STATUS(report.status, AF_STATUS_RATE_LIMITED);
    CHECK_EQ(report.request, request);
    CHECK_EQ(report.attempt, attempt);
    CHECK_EQ(report.retry_in_ms, pause);
}

int main(void)
{
    static struct recorder recorder = RECORDER_INIT;
    af_error error = AF_ERROR_INIT;
    af_request request = 0;
    /* Fails closed, and no failure callback: what is no failure ends nothing. */
    af_config *config = test_config();
    OK(af_config_set_failure_policy(config, AF_FAILURE_POLICY_EXIT_STRICT, &error));
    OK(af_config_set_heartbeat_interval(config, 3600, &error));
    af_client *client = client_of(config);
    OK(af_client_set_event_callback(client, record_event, &recorder, NULL, &error));

    add_fault(LIMITED(2));
    OK(af_login_start(client, KEY, &request, &error));
    check_retry(wait_for_report(&recorder, AF_EVENT_KIND_REQUEST_RETRYING, 1), request, 1, 2000);
    check_retry(wait_for_report(&recorder, AF_EVENT_KIND_REQUEST_RETRYING, 2), request, 2, 5000);
    CHECK_STATUS(wait_for_report(&recorder, AF_EVENT_KIND_REQUEST_FINISHED, 1).status, AF_STATUS_OK);

    /* A login that blocks is told of while it does, and a validation calls nobody. */
    add_fault(LIMITED(1));
    log_in(client);
    check_retry(wait_for_report(&recorder, AF_EVENT_KIND_REQUEST_RETRYING, 3), 0, 1, 2000);
    add_fault(LIMITED(1));
    OK(af_validate(client, KEY, NULL, &error));

    /* A heartbeat that a call waits for has no number, and says which session it is for. */
    add_fault(LIMITED(1));
    OK(af_client_heartbeat(client, NULL, &error));
    struct report report = wait_for_report(&recorder, AF_EVENT_KIND_REQUEST_RETRYING, 4);
    check_retry(report, 0, 1, 2000);
    CHECK(report.has_session);
    log_out(client);
    wait_for_report(&recorder, AF_EVENT_KIND_SESSION_ENDED, 1);
    CHECK_EQ(report_count(&recorder, AF_EVENT_KIND_REQUEST_RETRYING), 4);
    for (int i = 0; i < recorder.count; i++)
        CHECK(recorder.reports[i].kind == AF_EVENT_KIND_REQUEST_RETRYING ||
              recorder.reports[i].retry_in_ms == 0);
    af_client_free(client);
    return 0;
}
