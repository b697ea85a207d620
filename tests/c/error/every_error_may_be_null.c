/* Every error may be NULL. */

#include "../harness.h"

int main(void)
{
    af_client *client = test_client();
    char text[1];
    CHECK_STATUS(af_config_set_heartbeat_interval(NULL, 10, NULL), AF_STATUS_INVALID_HANDLE);
    CHECK_STATUS(af_config_set_api_base_url(NULL, URL, NULL), AF_STATUS_INVALID_HANDLE);
    CHECK_STATUS(af_config_set_allow_plain_http(NULL, true, NULL), AF_STATUS_INVALID_HANDLE);
    CHECK_STATUS(af_config_set_request_timeout(NULL, 10, NULL), AF_STATUS_INVALID_HANDLE);
    CHECK_STATUS(af_config_set_login_attempts(NULL, 3, NULL), AF_STATUS_INVALID_HANDLE);
    CHECK_STATUS(af_config_set_login_timeout_ms(NULL, 0, NULL), AF_STATUS_INVALID_HANDLE);
    CHECK_STATUS(af_config_set_ttl_seconds(NULL, 0, NULL), AF_STATUS_INVALID_HANDLE);
    CHECK_STATUS(af_config_set_hwid_override(NULL, NULL, NULL), AF_STATUS_INVALID_HANDLE);
    CHECK_STATUS(af_config_set_failure_policy(NULL, 0, NULL), AF_STATUS_INVALID_HANDLE);
    CHECK_STATUS(af_config_set_dispatch(NULL, 0, NULL), AF_STATUS_INVALID_HANDLE);
    CHECK_STATUS(af_config_set_ca_file(NULL, NULL, NULL), AF_STATUS_INVALID_HANDLE);
    CHECK_STATUS(af_config_set_token_binding(NULL, AF_TOKEN_BINDING_OFF, NULL), AF_STATUS_INVALID_HANDLE);
    CHECK_STATUS(af_client_new(NULL, &client, NULL), AF_STATUS_INVALID_HANDLE);
    CHECK_STATUS(af_client_set_failure_callback(NULL, NULL, NULL, NULL, NULL), AF_STATUS_INVALID_HANDLE);
    CHECK_STATUS(af_client_set_event_callback(NULL, NULL, NULL, NULL, NULL), AF_STATUS_INVALID_HANDLE);
    CHECK_STATUS(af_login(client, NULL, NULL, NULL), AF_STATUS_INVALID_ARGUMENT);
    CHECK_STATUS(af_validate(client, "", NULL, NULL), AF_STATUS_MISSING_LICENSE_KEY);
    CHECK_STATUS(af_login_start(client, "\xff", NULL, NULL), AF_STATUS_INVALID_UTF8);
    CHECK_STATUS(af_validate_start(client, " ", NULL, NULL), AF_STATUS_MISSING_LICENSE_KEY);
    CHECK_STATUS(af_client_heartbeat(client, NULL, NULL), AF_STATUS_NOT_AUTHENTICATED);
    CHECK_STATUS(af_client_heartbeat_start(client, NULL, NULL), AF_STATUS_NOT_AUTHENTICATED);
    CHECK_STATUS(af_login_from_file(client, NULL, NULL, NULL), AF_STATUS_INVALID_ARGUMENT);
    CHECK_STATUS(af_login_from_file(client, "missing", NULL, NULL), AF_STATUS_READ_ERROR);
    CHECK_STATUS(af_login_from_file_start(client, NULL, NULL, NULL), AF_STATUS_INVALID_ARGUMENT);
    CHECK_STATUS(af_verify_license_file(client, "missing", NULL, NULL), AF_STATUS_READ_ERROR);
    CHECK_STATUS(af_verify_license_file_start(client, "\xff", NULL, NULL), AF_STATUS_INVALID_UTF8);
    CHECK_STATUS(af_activate_offline(client, "", NULL, NULL, NULL), AF_STATUS_MISSING_LICENSE_KEY);
    CHECK_STATUS(af_activate_offline_start(client, NULL, NULL, NULL, NULL), AF_STATUS_INVALID_ARGUMENT);
    CHECK_STATUS(af_self_ban(client, NULL, NULL), AF_STATUS_MISSING_LICENSE_KEY);
    CHECK_STATUS(af_self_ban_start(client, NULL, NULL, NULL), AF_STATUS_MISSING_LICENSE_KEY);
    CHECK_STATUS(af_create_activation_request(client, NULL, text, 1, NULL, NULL), AF_STATUS_BUFFER_TOO_SMALL);
    CHECK_STATUS(af_write_activation_request(client, NULL, "/", NULL), AF_STATUS_FILE_WRITE_FAILED);
    CHECK_STATUS(af_write_activation_request_start(client, NULL, NULL, NULL, NULL),
                 AF_STATUS_INVALID_ARGUMENT);
    CHECK_STATUS(af_parse_activation_request("", text, 1, NULL, NULL), AF_STATUS_BAD_ARMOR);
    CHECK_STATUS(af_logout(NULL, NULL), AF_STATUS_INVALID_HANDLE);
    CHECK_STATUS(af_client_cancel(NULL, 1, NULL), AF_STATUS_INVALID_HANDLE);
    CHECK_STATUS(af_client_hwid(client, text, sizeof text, NULL, NULL), AF_STATUS_BUFFER_TOO_SMALL);
    CHECK_STATUS(af_client_session(client, NULL, NULL), AF_STATUS_INVALID_ARGUMENT);
    CHECK_STATUS(af_get_session_data(client, text, 1, NULL, NULL), AF_STATUS_NOT_AUTHENTICATED);
    CHECK_STATUS(af_get_app_variables(client, text, 1, NULL, NULL), AF_STATUS_NOT_AUTHENTICATED);
    CHECK_STATUS(af_get_license_variables(client, text, 1, NULL, NULL), AF_STATUS_NOT_AUTHENTICATED);
    CHECK_STATUS(af_session_clone(NULL, NULL, NULL), AF_STATUS_INVALID_ARGUMENT);
    CHECK_STATUS(af_set_log_callback(9, NULL, NULL, NULL, NULL), AF_STATUS_INVALID_ARGUMENT);
    CHECK_STATUS(af_shutdown(1000, NULL), AF_STATUS_OK);
    CHECK(!af_client_poll(client, NULL));
    af_client_free(client);
    return 0;
}
