/* A heartbeat that is asked for renews the session and is told as any other. */

#include "../harness.h"

static struct recorder recorder = RECORDER_INIT;

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_session *session = NULL;
    af_request request = 0;
    /* Before the interval is over, so that none comes by itself. */
    af_config *config = test_config();
    OK(af_config_set_heartbeat_interval(config, 3600, &error));
    af_client *client = client_of(config);
    record_from(&recorder, client);
    log_in(client);

    set_license_variables("{\"tier\":\"basic\"}");
    OK(af_client_heartbeat(client, &session, &error));
    CHECK_TEXT(af_session_variable_string(session, AF_SCOPE_LICENSE, "tier", "none"), "basic");
    af_session_free(session);
    CHECK(wait_for_report(&recorder, AF_EVENT_KIND_HEARTBEAT_SUCCEEDED, 1).has_session);
    CHECK(wait_for_report(&recorder, AF_EVENT_KIND_VARIABLES_CHANGED, 1).has_session);
    CHECK_EQ(request_count("validate", 0), 1);

    /* Six a minute are allowed, so that another one waits, and nobody is asked. */
    session = NULL;
    CHECK_STATUS(af_client_heartbeat(client, &session, &error), AF_STATUS_RATE_LIMITED);
    CHECK(session == NULL && error.retry_after_ms > 0);
    CHECK_BELOW(error.retry_after_ms, 10001);
    CHECK_EQ(error.http_status, 0);
    CHECK_STATUS(af_client_heartbeat_start(client, &request, &error), AF_STATUS_RATE_LIMITED);
    CHECK_EQ(request, 0);
    CHECK(af_is_authenticated(client));
    CHECK_EQ(request_count("heartbeat", 1), 1);
    CHECK_EQ(report_count(&recorder, AF_EVENT_KIND_FAILURE), 0);
    af_client_free(client);
    return 0;
}
