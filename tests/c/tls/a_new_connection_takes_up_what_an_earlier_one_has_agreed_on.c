/* A new connection takes up what an earlier one has agreed on. */
/* devserver: --tls */
/* valgrind: no, it reports the AES-GCM assembler, whose tags are right or no login would succeed */

#include "../harness.h"

/* Heartbeats come after minutes, in which the connection before has ended. */
int main(void)
{
    char handshake[20];
    af_error error = AF_ERROR_INIT;
    af_config *config = test_config();
    OK(af_config_set_ca_file(config, setting("AF_TEST_CA_FILE"), &error));
    af_client *client = client_of(config);
    log_in(client);
    /* The connection of the pool ends, and the same is asked on another. */
    add_fault("{\"fault\":\"close\",\"endpoint\":\"heartbeat\",\"count\":1}");
    OK(af_client_heartbeat(client, NULL, &error));

    char *first = requests("validate", 1), *others = requests("heartbeat", 2);
    json_text(first, "handshake", 0, handshake, sizeof handshake);
    CHECK_TEXT(handshake, "full");
    json_text(others, "handshake", 0, handshake, sizeof handshake);
    CHECK_TEXT(handshake, "full");
    json_text(others, "handshake", 1, handshake, sizeof handshake);
    CHECK_TEXT(handshake, "resumed");
    free(first);
    free(others);
    af_client_free(client);
    return 0;
}
