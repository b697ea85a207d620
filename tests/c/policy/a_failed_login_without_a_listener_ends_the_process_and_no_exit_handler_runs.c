/* A failed login without a listener ends the process, and no exit handler runs. */
/* expect: status 1, stderr "login_failed: invalid_key" */

#include "../harness.h"

static void at_exit(void)
{
    _exit(77);
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    CHECK_EQ(atexit(at_exit), 0);
    af_config *config = test_config();
    OK(af_config_set_failure_policy(config, AF_FAILURE_POLICY_EXIT, &error));
    af_client *client = client_of(config);
    af_login(client, "NO-SUCH-KEY", NULL, &error);
    FAIL("the process goes on");
}
