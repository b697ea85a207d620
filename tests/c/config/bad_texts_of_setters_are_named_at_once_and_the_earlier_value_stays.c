/* Bad texts of setters are named at once, and the earlier value stays. */

#include "../harness.h"

int main(void)
{
    af_error error = AF_ERROR_INIT;
    char *megabyte = malloc((1 << 20) + 1), hwid[32];
    CHECK(megabyte != NULL);
    memset(megabyte, 'h', 1 << 20);
    megabyte[1 << 20] = '\0';
    af_config *config = test_config();
    OK(af_config_set_hwid_override(config, "kept", &error));

    REFUSED(af_config_set_api_base_url(config, "\xff", &error), AF_STATUS_INVALID_UTF8, "api_base_url");
    REFUSED(af_config_set_hwid_override(config, "\xc3(", &error), AF_STATUS_INVALID_UTF8, "hwid_override");
    REFUSED(af_config_set_ca_file(config, "\x80", &error), AF_STATUS_INVALID_UTF8, "ca_file");
    REFUSED(af_config_set_api_base_url(config, megabyte, &error), AF_STATUS_INVALID_ARGUMENT, "api_base_url");
    REFUSED(af_config_set_hwid_override(config, megabyte, &error), AF_STATUS_INVALID_ARGUMENT,
            "hwid_override");
    REFUSED(af_config_set_ca_file(config, megabyte, &error), AF_STATUS_INVALID_ARGUMENT, "ca_file");

    af_client *client = client_of(config);
    log_in(client);
    OK(af_client_hwid(client, hwid, sizeof hwid, NULL, &error));
    CHECK_TEXT(hwid, "kept");
    af_client_free(client);
    free(megabyte);
    return 0;
}
