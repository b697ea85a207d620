/* A new connection that ends before an answer is tried again once, after a pause. */
/* devserver: --tls12-only --tls */
/* takes: 5 s */
/* valgrind: no, it reports the AES-GCM assembler, whose tags are right or no login would succeed */

#include "../harness.h"

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_config *config = test_config();
    OK(af_config_set_ca_file(config, setting("AF_TEST_CA_FILE"), &error));
    af_client *client = client_of(config);
    /* The handshake was answered, the request was not. */
    const char *const faults[] = { "{\"fault\":\"close\"}", "{\"fault\":\"close_notify\"}" };
    for (size_t i = 0; i < LENGTH(faults); i++) {
        add_fault(faults[i]);
        admin_do("DELETE", "/dev/requests", "");
        long began = now_ms();
        CHECK_STATUS(af_login(client, KEY, NULL, &error), AF_STATUS_NETWORK_ERROR);
        CHECK(now_ms() - began >= 1900);
        CHECK_EQ(request_count("validate", 2), 2);
        clear_faults();
    }
    af_client_free(client);
    return 0;
}
