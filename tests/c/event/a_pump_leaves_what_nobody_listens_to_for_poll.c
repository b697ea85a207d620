/* A pump leaves what nobody listens to for poll. */

#include "../harness.h"

int main(void)
{
    static struct recorder recorder = RECORDER_INIT;
    af_error error = AF_ERROR_INIT;
    af_event event = AF_EVENT_INIT;
    af_request request = 0;
    af_client *client = pump_client();
    OK(af_client_set_failure_callback(client, record_failure, &recorder, NULL, &error));
    OK(af_login_from_file_start(client, "no such file", &request, &error));
    CHECK_SOON(af_client_pump(client) == 1);
    CHECK_EQ(report_count(&recorder, AF_EVENT_KIND_FAILURE), 1);
    CHECK_EQ(af_client_pump(client), 0);
    /* The end of the request comes right after the failure. */
    CHECK_SOON(af_client_poll(client, &event));
    CHECK_EQ(event.kind, AF_EVENT_KIND_REQUEST_FINISHED);
    CHECK_EQ(event.request, request);

    /* The same without any callback. */
    OK(af_client_set_failure_callback(client, NULL, NULL, NULL, &error));
    log_in(client);
    log_out(client);
    CHECK_EQ(af_client_pump(client), 0);
    CHECK(af_client_poll(client, &event));
    CHECK_EQ(event.kind, AF_EVENT_KIND_LOGGED_IN);
    CHECK(event.session != NULL);
    CHECK(af_client_poll(client, &event));
    CHECK_EQ(event.kind, AF_EVENT_KIND_SESSION_ENDED);
    CHECK(!af_client_poll(client, &event));
    af_client_free(client);
    return 0;
}
