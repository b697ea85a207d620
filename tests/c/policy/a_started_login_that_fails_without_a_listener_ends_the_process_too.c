/* A started login that fails without a listener ends the process too. */
/* expect: status 1, stderr "login_failed: expired" */

#include "../harness.h"

int main(void)
{
    af_error error = AF_ERROR_INIT;
    static struct recorder recorder = RECORDER_INIT;
    af_config *config = test_config();
    OK(af_config_set_failure_policy(config, AF_FAILURE_POLICY_EXIT, &error));
    af_client *client = client_of(config);
    OK(af_login_start(client, "PAST-DATE-KEY3-9WXZ", NULL, &error));
    wait_for_report(&recorder, AF_EVENT_KIND_REQUEST_FINISHED, 1);
    FAIL("the process goes on");
}
