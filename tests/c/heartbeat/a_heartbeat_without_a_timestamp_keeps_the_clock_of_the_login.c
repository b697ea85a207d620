/* A heartbeat without a timestamp keeps the clock of the login. */
/* takes: 21 s */

#include "../harness.h"

int main(void)
{
    static struct recorder recorder = RECORDER_INIT;
    af_error error = AF_ERROR_INIT;
    af_session *login = NULL, *renewed = NULL;
    af_client *client = test_client();
    /* This computer is two days ahead of the service, so that a session of a day would be over by its clock. */
    admin_do("PUT", "/dev/clock", "{\"offset_seconds\":-172800}");
    add_fault("{\"fault\":{\"drop_fields\":[\"timestamp\"]},\"endpoint\":\"heartbeat\"}");
    record_from(&recorder, client);
    OK(af_login(client, KEY, &login, &error));
    CHECK_BELOW(af_session_expires_at(login), wall_ms() / 1000);
    wait_for_report(&recorder, AF_EVENT_KIND_HEARTBEAT_SUCCEEDED, 1);
    OK(af_client_session(client, &renewed, &error));
    CHECK_EQ(af_session_issued_at(renewed), af_session_issued_at(login));
    CHECK(af_session_expires_at(renewed) > af_session_expires_at(login));
    wait_for_report(&recorder, AF_EVENT_KIND_HEARTBEAT_SUCCEEDED, 2);
    CHECK(af_is_authenticated(client));
    CHECK_EQ(report_count(&recorder, AF_EVENT_KIND_FAILURE), 0);
    af_session_free(login);
    af_session_free(renewed);
    af_client_free(client);
    return 0;
}
