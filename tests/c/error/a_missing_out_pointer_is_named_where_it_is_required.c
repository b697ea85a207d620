/* A missing out pointer is named where it is required. */

#include "../harness.h"

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_config *config = test_config();
    af_client *client = test_client(), *other = test_client();
    REFUSED(af_client_new(config, NULL, &error), AF_STATUS_INVALID_ARGUMENT, "out_client");
    REFUSED(af_client_session(client, NULL, &error), AF_STATUS_INVALID_ARGUMENT, "out_session");
    REFUSED(af_session_clone(NULL, NULL, &error), AF_STATUS_INVALID_ARGUMENT, "out_session");
    /* Where it may be NULL it may. */
    OK(af_login(client, KEY, NULL, &error));
    OK(af_client_heartbeat(client, NULL, &error));
    OK(af_login(other, KEY, NULL, &error));
    OK(af_client_heartbeat_start(other, NULL, &error));
    OK(af_validate(client, KEY, NULL, &error));
    OK(af_validate_start(client, KEY, NULL, &error));
    char *file = mint_for_any(NULL);
    OK(af_verify_license_file(client, file, NULL, &error));
    OK(af_verify_license_file_start(client, file, NULL, &error));
    OK(af_login_from_file(client, file, NULL, &error));
    OK(af_login_from_file_start(client, file, NULL, &error));
    OK(af_activate_offline(client, LASTING_KEY, NULL, NULL, &error));
    OK(af_activate_offline_start(client, LASTING_KEY, NULL, NULL, &error));
    free(file);
    af_config_free(config);
    af_client_free(client);
    af_client_free(other);
    return 0;
}
