/* Ending the process asks no library of the host for leave. */
/* expect: status 1, stderr "login_failed: invalid_key" */

#include "../harness.h"
#include "../harness/at_the_end.h"

/* As the destructor of a library that never returns. */
static void hang_at_the_end(void)
{
    fputs("the end was waited for\n", stderr);
    fflush(stderr);
    for (;;)
        sched_yield();
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_config *config = test_config();
    OK(af_config_set_failure_policy(config, AF_FAILURE_POLICY_EXIT, &error));
    af_client *client = client_of(config);
    call_at_the_end(hang_at_the_end);
    af_login(client, "NO-SUCH-KEY", NULL, &error);
    FAIL("the process goes on");
}
