/* A heartbeat mode is read in any case. */

#include "../harness.h"

int main(void)
{
    const char *const modes[] = { "SERVER", "server", "Server", "LOCAL", "local", "lOcAl" };
    for (size_t i = 0; i < LENGTH(modes); i++) {
        af_error error = AF_ERROR_INIT;
        af_client *client = NULL;
        af_config *config = af_config_new(APP_ID, APP_SECRET, PUBLIC_KEY, modes[i]);
        OK(af_client_new(config, &client, &error));
        af_config_free(config);
        af_client_free(client);
    }
    return 0;
}
