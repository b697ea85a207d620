/* A client without a secret is made, and says that it cannot log in. */

#include "../harness.h"

int main(void)
{
    af_error error = AF_ERROR_INIT;
    const char *const modes[] = { NULL, "LOCAL", "SERVER" };
    for (size_t i = 0; i < LENGTH(modes); i++) {
        af_config *config = af_config_new(APP_ID, NULL, PUBLIC_KEY, modes[i]);
        /* Its failure policy is the default, and a mistake of the call still ends nothing. */
        af_client *client = client_of(config);
        REFUSED(af_login(client, KEY, NULL, &error), AF_STATUS_INVALID_CONFIG, "app_secret");
        REFUSED(af_validate(client, KEY, NULL, &error), AF_STATUS_INVALID_CONFIG, "app_secret");
        REFUSED(af_login_start(client, KEY, NULL, &error), AF_STATUS_INVALID_CONFIG, "app_secret");
        CHECK_EQ(thread_count(), 1);
        af_client_free(client);
    }
    return 0;
}
