/* A certificate that has expired is not accepted, and the clock is named. */
/* devserver: --tls-expired --tls */
/* valgrind: no, it reports the AES-GCM assembler, whose tags are right or no login would succeed */

#include "../harness.h"

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_config *config = test_config();
    OK(af_config_set_ca_file(config, setting("AF_TEST_CA_FILE"), &error));
    af_client *client = client_of(config);
    CHECK_STATUS(af_login(client, KEY, NULL, &error), AF_STATUS_TLS_CLOCK);
    CHECK(strstr(error.message, "clock") != NULL);
    CHECK_EQ(request_count("validate", 0), 0);
    af_client_free(client);
    return 0;
}
