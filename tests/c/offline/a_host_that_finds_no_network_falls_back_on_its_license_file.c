/* A host that finds no network falls back on its license file. */
/* takes: 2 s */

#include "../harness.h"

static struct recorder recorder = RECORDER_INIT;

static void on_failure(af_client *client, af_reason reason, const af_error *error, void *user_data)
{
    record_failure(client, reason, error, &recorder);
    if (reason == AF_REASON_NETWORK_ERROR)
        CHECK_STATUS(af_login_from_file(client, user_data, NULL, NULL), AF_STATUS_OK);
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_session *session = NULL;
    char *file = mint_for_any(NULL);
    af_config *config = test_config();
    OK(af_config_set_api_base_url(config, "http://127.0.0.1:9", &error));
    OK(af_config_set_failure_policy(config, AF_FAILURE_POLICY_EXIT_STRICT, &error));
    af_client *client = client_of(config);
    OK(af_client_set_failure_callback(client, on_failure, file, NULL, &error));
    OK(af_client_set_event_callback(client, record_event, &recorder, NULL, &error));
    OK(af_login_start(client, KEY, NULL, &error));
    CHECK_EQ(wait_for_report(&recorder, AF_EVENT_KIND_FAILURE, 1).reason, AF_REASON_NETWORK_ERROR);
    CHECK_STATUS(wait_for_report(&recorder, AF_EVENT_KIND_REQUEST_FINISHED, 1).status,
                 AF_STATUS_NETWORK_ERROR);
    wait_for_report(&recorder, AF_EVENT_KIND_LOGGED_IN, 1);
    OK(af_client_session(client, &session, &error));
    CHECK_EQ(af_session_get_kind(session), AF_SESSION_KIND_OFFLINE);
    af_session_free(session);
    af_client_free(client);
    CHECK_EQ(report_count(&recorder, AF_EVENT_KIND_FAILURE), 1);
    free(file);
    return 0;
}
