/* A public key that cannot be used is counted and measured. */

#include "../harness.h"

#define GOOD "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="

int main(void)
{
    const struct {
        const char *key, *part;
    } cases[] = {
        { "AAAA", "public_key 1 of 1 is 3 bytes, need 32" },
        { "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHUQ==", "public_key 1 of 1 is 31 bytes, need 32" },
        { "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURoA", "public_key 1 of 1 is 33 bytes, need 32" },
        { GOOD ","
               "AAAA",
          "public_key 2 of 2 is 3 bytes, need 32" },
        { GOOD "," GOOD ","
               "not base64!",
          "public_key 3 of 3" },
        { "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "public_key 1 of 1" },
        { ",", "public_key" },
    };
    for (size_t i = 0; i < LENGTH(cases); i++) {
        af_error error = AF_ERROR_INIT;
        af_client *client = NULL;
        af_config *config = af_config_new(APP_ID, APP_SECRET, cases[i].key, "SERVER");
        REFUSED(af_client_new(config, &client, &error), AF_STATUS_INVALID_CONFIG, cases[i].part);
        CHECK(client == NULL);
        af_config_free(config);
    }
    return 0;
}
