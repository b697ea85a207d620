/* A revoked license without a listener ends the process. */
/* takes: 11 s */
/* expect: status 1, stderr "heartbeat_failed: revoked" */

#include "../harness.h"

int main(void)
{
    af_error error = AF_ERROR_INIT;
    static struct counter never = COUNTER_INIT;
    af_config *config = test_config();
    OK(af_config_set_failure_policy(config, AF_FAILURE_POLICY_EXIT, &error));
    log_in(client_of(config));
    license_action(KEY, "revoke");
    count_reaches(&never, 1, PATIENCE);
    FAIL("the process goes on");
}
