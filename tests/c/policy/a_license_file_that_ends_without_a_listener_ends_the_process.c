/* A license file that ends without a listener ends the process. */
/* takes: 2 s */
/* expect: status 1, stderr "heartbeat_failed: expired" */

#include "../harness.h"

int main(void)
{
    af_error error = AF_ERROR_INIT;
    static struct counter never = COUNTER_INIT;
    char *text = mint_ending_at(wall_ms() + BRIEFLY_MS);
    af_config *config = file_config();
    OK(af_config_set_failure_policy(config, AF_FAILURE_POLICY_EXIT, &error));
    OK(af_login_from_file(client_of(config), text, NULL, &error));
    free(text);
    count_reaches(&never, 1, PATIENCE);
    FAIL("the process goes on");
}
