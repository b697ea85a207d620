/* A login from a file is told as any other. */

#include "../harness.h"

static void pumped(const char *text)
{
    af_error error = AF_ERROR_INIT;
    af_event event = AF_EVENT_INIT;
    af_request request = 0;
    af_config *config = file_config();
    OK(af_config_set_dispatch(config, AF_DISPATCH_PUMP, &error));
    af_client *client = client_of(config);
    CHECK_STATUS(af_login_from_file(client, "missing.authforge", NULL, &error), AF_STATUS_READ_ERROR);
    OK(af_login_from_file(client, text, NULL, &error));
    CHECK(af_client_poll(client, &event));
    CHECK_EQ(event.kind, AF_EVENT_KIND_FAILURE);
    CHECK_EQ(event.reason, AF_REASON_OFFLINE_LOGIN_FAILED);
    CHECK_STATUS(event.status, AF_STATUS_READ_ERROR);
    CHECK(af_client_poll(client, &event));
    CHECK_EQ(event.kind, AF_EVENT_KIND_LOGGED_IN);
    CHECK_EQ(af_session_get_kind(event.session), AF_SESSION_KIND_OFFLINE);
    CHECK(!af_client_poll(client, &event));
    OK(af_verify_license_file_start(client, text, &request, &error));
    CHECK_SOON(af_client_poll(client, &event));
    CHECK_EQ(event.kind, AF_EVENT_KIND_REQUEST_FINISHED);
    CHECK(event.request == request);
    CHECK_TEXT(af_session_license_file(event.session), text);
    CHECK(!af_client_poll(client, &event));
    log_out(client);
    CHECK(af_client_poll(client, &event));
    CHECK_EQ(event.kind, AF_EVENT_KIND_SESSION_ENDED);
    CHECK_STATUS(event.status, AF_STATUS_OK);
    af_client_free(client);
}

int main(void)
{
    static struct recorder recorder = RECORDER_INIT;
    af_error error = AF_ERROR_INIT;
    af_request request = 0;
    char *text = mint_for_any(NULL);
    af_client *client = file_client();
    record_from(&recorder, client);
    OK(af_login_from_file(client, text, NULL, &error));
    CHECK(wait_for_report(&recorder, AF_EVENT_KIND_LOGGED_IN, 1).has_session);
    OK(af_login_from_file_start(client, text, &request, &error));
    struct report report = wait_for_report(&recorder, AF_EVENT_KIND_REQUEST_FINISHED, 1);
    CHECK(report.request == request && report.has_session && report.authenticated);
    CHECK_EQ(report_count(&recorder, AF_EVENT_KIND_LOGGED_IN), 2);
    /* Started and refused: the failure and the end of the request. */
    OK(af_login_from_file_start(client, "missing.authforge", &request, &error));
    report = wait_for_report(&recorder, AF_EVENT_KIND_REQUEST_FINISHED, 2);
    CHECK(report.request == request && !report.has_session && report.authenticated);
    CHECK_STATUS(report.status, AF_STATUS_READ_ERROR);
    report = wait_for_report(&recorder, AF_EVENT_KIND_FAILURE, 1);
    CHECK_EQ(report.reason, AF_REASON_OFFLINE_LOGIN_FAILED);
    CHECK_TEXT(report.code, "read_error");
    af_client_free(client);
    CHECK_EQ(recorder.count, 5);
    pumped(text);
    free(text);
    return 0;
}
