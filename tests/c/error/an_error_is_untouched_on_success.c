/* An error is untouched on success. */

#include "../harness.h"

int main(void)
{
    af_error error, before;
    memset(&error, 0x5a, sizeof error);
    error.struct_size = sizeof error;
    before = error;

    af_config *config = af_config_new(APP_ID, APP_SECRET, PUBLIC_KEY, "SERVER");
    af_client *client = NULL;
    af_session *session = NULL, *copy = NULL;
    af_request request = 0;
    char text[4096];
    af_status answers[] = {
        af_config_set_heartbeat_interval(config, 10, &error),
        af_config_set_api_base_url(config, URL, &error),
        af_config_set_allow_plain_http(config, true, &error),
        af_config_set_request_timeout(config, 10, &error),
        af_config_set_login_attempts(config, 3, &error),
        af_config_set_login_timeout_ms(config, 0, &error),
        af_config_set_ttl_seconds(config, 0, &error),
        af_config_set_hwid_override(config, NULL, &error),
        af_config_set_failure_policy(config, AF_FAILURE_POLICY_CONTINUE, &error),
        af_config_set_dispatch(config, AF_DISPATCH_PUMP, &error),
        af_config_set_ca_file(config, NULL, &error),
        af_config_set_token_binding(config, AF_TOKEN_BINDING_IF_PRESENT, &error),
        af_client_new(config, &client, &error),
        af_client_set_failure_callback(client, record_failure, NULL, NULL, &error),
        af_client_set_event_callback(client, NULL, NULL, NULL, &error),
        af_set_log_callback(AF_LOG_LEVEL_OFF, NULL, NULL, NULL, &error),
        af_login(client, KEY, &session, &error),
        af_client_session(client, &copy, &error),
        af_client_heartbeat(client, NULL, &error),
        af_client_hwid(client, text, sizeof text, NULL, &error),
        af_get_session_data(client, text, sizeof text, NULL, &error),
        af_get_app_variables(client, text, sizeof text, NULL, &error),
        af_get_license_variables(client, text, sizeof text, NULL, &error),
        af_validate(client, KEY, NULL, &error),
        af_validate_start(client, KEY, &request, &error),
        af_login_start(client, KEY, &request, &error),
        af_logout(client, &error),
        af_client_cancel(client, 1, &error),
        af_shutdown(60000, &error),
    };
    for (size_t i = 0; i < LENGTH(answers); i++) {
        if (answers[i] != AF_STATUS_OK)
            FAIL("call %zu: %s", i, af_status_code(answers[i]));
    }
    CHECK(memcmp(&error, &before, sizeof error) == 0);
    af_session_free(session);
    af_session_free(copy);
    af_config_free(config);
    af_client_free(client);
    return 0;
}
