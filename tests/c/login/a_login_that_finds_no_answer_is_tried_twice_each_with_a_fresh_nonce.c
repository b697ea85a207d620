/* A login that finds no answer is tried twice, each with a fresh nonce. */
/* takes: 5 s */

#include "../harness.h"

int main(void)
{
    const char *const faults[] = {
        "{\"fault\":\"close\",\"count\":1}",
        "{\"fault\":\"lose_reply\",\"count\":1}",
    };
    for (size_t i = 0; i < LENGTH(faults); i++) {
        af_client *client = test_client();
        admin_do("DELETE", "/dev/requests", "");
        add_fault(faults[i]);
        log_in(client);
        char *log = requests("validate", 2);
        CHECK_EQ(occurrences(log, "\"number\":"), 2);
        check_fresh_nonces(log, 2);
        free(log);
        af_client_free(client);
    }
    return 0;
}
