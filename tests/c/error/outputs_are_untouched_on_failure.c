/* Outputs are untouched on failure. */

#include "../harness.h"

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_client *const kept_client = (af_client *)&error;
    af_session *const kept_session = (af_session *)&error;
    af_client *client = test_client(), *out_client = kept_client;
    af_session *out_session = kept_session;
    af_request request = 77;
    size_t length = 77;

    af_config *config = af_config_new(NULL, NULL, NULL, NULL);
    CHECK_STATUS(af_client_new(config, &out_client, &error), AF_STATUS_INVALID_CONFIG);
    CHECK(out_client == kept_client);

    CHECK_STATUS(af_login(client, "NO-SUCH-KEY", &out_session, &error), AF_STATUS_INVALID_KEY);
    CHECK_STATUS(af_validate(client, "NO-SUCH-KEY", &out_session, &error), AF_STATUS_INVALID_KEY);
    CHECK_STATUS(af_login(client, "", &out_session, &error), AF_STATUS_MISSING_LICENSE_KEY);
    CHECK_STATUS(af_client_heartbeat(client, &out_session, &error), AF_STATUS_NOT_AUTHENTICATED);
    CHECK_STATUS(af_client_session(client, &out_session, &error), AF_STATUS_NOT_AUTHENTICATED);
    CHECK_STATUS(af_session_clone(NULL, &out_session, &error), AF_STATUS_INVALID_HANDLE);
    CHECK_STATUS(af_login_from_file(client, "missing", &out_session, &error), AF_STATUS_READ_ERROR);
    CHECK_STATUS(af_verify_license_file(client, "missing", &out_session, &error), AF_STATUS_READ_ERROR);
    CHECK_STATUS(af_activate_offline(client, "NO-SUCH-KEY", NULL, &out_session, &error),
                 AF_STATUS_INVALID_KEY);
    CHECK_STATUS(af_activate_offline(client, LASTING_KEY, "/", &out_session, &error),
                 AF_STATUS_FILE_WRITE_FAILED);
    CHECK(out_session == kept_session);

    CHECK_STATUS(af_login_start(client, "", &request, &error), AF_STATUS_MISSING_LICENSE_KEY);
    CHECK_STATUS(af_validate_start(client, NULL, &request, &error), AF_STATUS_INVALID_ARGUMENT);
    CHECK_STATUS(af_login_start(NULL, KEY, &request, &error), AF_STATUS_INVALID_HANDLE);
    CHECK_STATUS(af_login_from_file_start(NULL, "missing", &request, &error), AF_STATUS_INVALID_HANDLE);
    CHECK_STATUS(af_verify_license_file_start(client, NULL, &request, &error), AF_STATUS_INVALID_ARGUMENT);
    CHECK_STATUS(af_activate_offline_start(client, "", NULL, &request, &error),
                 AF_STATUS_MISSING_LICENSE_KEY);
    CHECK_STATUS(af_client_heartbeat_start(client, &request, &error), AF_STATUS_NOT_AUTHENTICATED);
    CHECK_STATUS(af_self_ban_start(client, NULL, &request, &error), AF_STATUS_MISSING_LICENSE_KEY);
    CHECK_STATUS(af_write_activation_request_start(client, NULL, NULL, &request, &error),
                 AF_STATUS_INVALID_ARGUMENT);
    CHECK_EQ(request, 77);

    CHECK_STATUS(af_get_session_data(client, NULL, 0, &length, &error), AF_STATUS_NOT_AUTHENTICATED);
    CHECK_STATUS(af_client_hwid(NULL, NULL, 0, &length, &error), AF_STATUS_INVALID_HANDLE);
    CHECK_STATUS(af_create_activation_request(NULL, NULL, NULL, 0, &length, &error),
                 AF_STATUS_INVALID_HANDLE);
    CHECK_STATUS(af_parse_activation_request("", NULL, 0, &length, &error), AF_STATUS_BAD_ARMOR);
    CHECK_EQ(length, 77);
    af_config_free(config);
    af_client_free(client);
    return 0;
}
