/* A failure on its way to a callback that is removed ends the process. */
/* expect: status 1, stderr "login_failed: invalid_key" */

#include "../harness.h"

/* More than there are threads for callbacks. */
enum { BLOCKERS = 6 };

static struct counter never = COUNTER_INIT, blocked = COUNTER_INIT;

static void block(af_client *client, const af_event *event, void *user_data)
{
    (void)client, (void)event, (void)user_data;
    count_up(&blocked);
    count_reaches(&never, 1, PATIENCE);
}

static void on_failure(af_client *client, af_reason reason, const af_error *error, void *user_data)
{
    (void)client, (void)reason, (void)error, (void)user_data;
    FAIL("told");
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_config *config = test_config();
    OK(af_config_set_failure_policy(config, AF_FAILURE_POLICY_EXIT, &error));
    af_client *client = client_of(config);
    OK(af_client_set_failure_callback(client, on_failure, NULL, NULL, &error));
    char *file = mint_for_any(NULL);
    for (int i = 0; i < BLOCKERS; i++) {
        af_client *blocker = test_client();
        OK(af_client_set_event_callback(blocker, block, NULL, NULL, &error));
        OK(af_login_from_file(blocker, file, NULL, &error));
    }
    CHECK(count_reaches(&blocked, 3, PATIENCE));
    /* It is queued, and there is no thread to tell it. */
    CHECK_STATUS(af_login(client, "ABCD-EFGH-JKLM-NPQR", NULL, &error), AF_STATUS_INVALID_KEY);
    /* Its removal hands it back to the policy, which ends the process. */
    OK(af_client_set_failure_callback(client, NULL, NULL, NULL, &error));
    FAIL("the process goes on, and nobody was told");
}
