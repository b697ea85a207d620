/* A trailing slash of the address is trimmed. */

#include "../harness.h"

int main(void)
{
    af_error error = AF_ERROR_INIT;
    char url[256];
    snprintf(url, sizeof url, "%s/", URL);
    af_config *config = test_config();
    OK(af_config_set_api_base_url(config, url, &error));
    af_client *client = client_of(config);
    log_in(client);
    af_client_free(client);
    return 0;
}
