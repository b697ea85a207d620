/* An answer over TLS that no thread has waited for counts like any other. */
/* devserver: --tls */
/* valgrind: no, it reports the AES-GCM assembler */

#include "../harness.h"
#include "../harness/awaited_answers.h"

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_config *config = test_config();
    OK(af_config_set_ca_file(config, setting("AF_TEST_CA_FILE"), &error));
    af_client *client = client_of(config);
    await_answers(client);
    af_client_free(client);
    return 0;
}
