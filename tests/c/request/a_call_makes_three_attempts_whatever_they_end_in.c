/* A call makes three attempts, whatever they end in. */
/* takes: 12 s */

#include "../harness.h"

#define LIMITED "{\"fault\":\"gateway_429\",\"count\":1}"
#define LOST "{\"fault\":\"close\",\"count\":1}"
#define LOST_REPLY "{\"fault\":\"lose_reply\",\"count\":1}"

int main(void)
{
    const struct {
        const char *faults[5];
        af_status last;
        int requests;
    } calls[] = {
        /* The first attempt of each is on the connection that the login left, which dies. */
        { { LOST, LIMITED, LIMITED, LIMITED, LIMITED }, AF_STATUS_RATE_LIMITED, 3 },
        { { LOST_REPLY, LOST, LIMITED, LIMITED, LIMITED }, AF_STATUS_RATE_LIMITED, 3 },
        { { LOST, LOST, LOST, LOST, LOST }, AF_STATUS_NETWORK_ERROR, 3 },
        /* Here it answers. */
        { { LIMITED, LOST, LIMITED, LIMITED, LIMITED }, AF_STATUS_RATE_LIMITED, 3 },
    };
    for (size_t i = 0; i < LENGTH(calls); i++) {
        af_client *client = test_client();
        log_in(client);
        admin_do("DELETE", "/dev/requests", "");
        for (size_t j = 0; j < LENGTH(calls[i].faults); j++)
            add_fault(calls[i].faults[j]);
        CHECK_STATUS(af_validate(client, KEY, NULL, NULL), calls[i].last);
        char *log = requests("validate", calls[i].requests);
        CHECK_EQ(occurrences(log, "\"number\":"), calls[i].requests);
        check_fresh_nonces(log, calls[i].requests);
        free(log);
        clear_faults();
        af_client_free(client);
    }
    return 0;
}
