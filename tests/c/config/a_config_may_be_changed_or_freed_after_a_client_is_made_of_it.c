/* A config may be changed or freed after a client is made of it. */

#include "../harness.h"

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_client *first = NULL, *second = NULL, *third = NULL;
    char hwid[80];
    af_config *config = test_config();
    OK(af_config_set_hwid_override(config, "one", &error));
    OK(af_client_new(config, &first, &error));
    OK(af_config_set_hwid_override(config, "two", &error));
    OK(af_client_new(config, &second, &error));
    OK(af_config_set_api_base_url(config, "nonsense", &error));
    CHECK_STATUS(af_client_new(config, &third, &error), AF_STATUS_INVALID_CONFIG);
    af_config_free(config);

    OK(af_client_hwid(first, hwid, sizeof hwid, NULL, &error));
    CHECK_TEXT(hwid, "one");
    OK(af_client_hwid(second, hwid, sizeof hwid, NULL, &error));
    CHECK_TEXT(hwid, "two");
    log_in(first);
    log_in(second);
    af_client_free(first);
    af_client_free(second);
    return 0;
}
