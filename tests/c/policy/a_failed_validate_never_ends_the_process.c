/* A failed validate never ends the process. */
/* takes: 3 s */

#include "../harness.h"

int main(void)
{
    const int32_t policies[] = { AF_FAILURE_POLICY_EXIT, AF_FAILURE_POLICY_EXIT_STRICT };
    for (size_t i = 0; i < LENGTH(policies); i++) {
        af_error error = AF_ERROR_INIT;
        af_config *config = test_config();
        OK(af_config_set_failure_policy(config, policies[i], &error));
        OK(af_config_set_request_timeout(config, 1, &error));
        af_client *client = client_of(config);
        CHECK_STATUS(af_validate(client, "NO-SUCH-KEY", NULL, &error), AF_STATUS_INVALID_KEY);
        CHECK_STATUS(af_validate(client, "REVK-EDXX-KEY6-4MTC", NULL, &error), AF_STATUS_REVOKED);
        add_fault("{\"fault\":\"wrong_key\",\"count\":1}");
        CHECK_STATUS(af_validate(client, KEY, NULL, &error), AF_STATUS_SIGNATURE_MISMATCH);
        af_client_free(client);
    }
    /* Nor does one that was started, with nobody to hear of it. */
    af_error error = AF_ERROR_INIT;
    af_config *config = test_config();
    OK(af_config_set_failure_policy(config, AF_FAILURE_POLICY_EXIT_STRICT, &error));
    af_client *client = client_of(config);
    OK(af_validate_start(client, "NO-SUCH-KEY", NULL, &error));
    CHECK_EQ(request_count("validate", 7), 7);
    OK(af_shutdown(60000, &error));
    af_client_free(client);
    return 0;
}
