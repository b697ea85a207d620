/* A client that is pumped never ends the process. */
/* takes: 11 s */

#include "../harness.h"

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_config *config = test_config();
    OK(af_config_set_dispatch(config, AF_DISPATCH_PUMP, &error));
    OK(af_config_set_failure_policy(config, AF_FAILURE_POLICY_EXIT_STRICT, &error));
    af_client *client = client_of(config);
    CHECK_STATUS(af_login(client, "NO-SUCH-KEY", NULL, &error), AF_STATUS_INVALID_KEY);
    log_in(client);
    license_action(KEY, "revoke");
    CHECK_EQ(request_count("heartbeat", 1), 1);
    CHECK_SOON(!af_is_authenticated(client));
    af_client_free(client);
    return 0;
}
