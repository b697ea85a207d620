/* TLS needs an issuer that is trusted here. */
/* devserver: --tls */
/* valgrind: no, it reports the AES-GCM assembler, whose tags are right or no login would succeed */

#include "../harness.h"

int main(void)
{
    af_error error = AF_ERROR_INIT;
    CHECK(strncmp(URL, "https://", 8) == 0);
    af_client *client = test_client();
    CHECK_STATUS(af_login(client, KEY, NULL, &error), AF_STATUS_TLS_UNTRUSTED);
    CHECK_TEXT(error.code, af_status_code(AF_STATUS_TLS_UNTRUSTED));
    CHECK_EQ(request_count("validate", 0), 0);
    af_client_free(client);

    af_config *config = test_config();
    OK(af_config_set_ca_file(config, setting("AF_TEST_CA_FILE"), &error));
    client = client_of(config);
    log_in(client);
    CHECK(af_is_authenticated(client));
    af_client_free(client);

    config = test_config();
    OK(af_config_set_ca_file(config, setting("AF_TEST_CA_FILE"), &error));
    OK(af_config_set_ca_file(config, NULL, &error));
    client = client_of(config);
    CHECK_STATUS(af_login(client, KEY, NULL, &error), AF_STATUS_TLS_UNTRUSTED);
    af_client_free(client);
    return 0;
}
