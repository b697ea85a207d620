/* A strict policy ends the process on a transient failure. */
/* takes: 11 s */
/* expect: status 1, stderr "heartbeat_failed: system_error" */

#include "../harness.h"

int main(void)
{
    af_error error = AF_ERROR_INIT;
    static struct counter never = COUNTER_INIT;
    af_config *config = test_config();
    OK(af_config_set_failure_policy(config, AF_FAILURE_POLICY_EXIT_STRICT, &error));
    log_in(client_of(config));
    add_fault("{\"fault\":{\"error\":{\"code\":\"system_error\"}},\"endpoint\":\"heartbeat\",\"count\":1}");
    count_reaches(&never, 1, PATIENCE);
    FAIL("the process goes on");
}
