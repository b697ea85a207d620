/* Config functions refuse NULL, freed and foreign handles. */

#include "../harness.h"

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_session *session = NULL;
    af_client *client = test_client(), *none = NULL;
    OK(af_validate(client, KEY, &session, &error));
    af_config *config = test_config();
    af_config_free(config);

    void *bad[BAD_HANDLES];
    bad_handles(bad, config, client, session);
    for (size_t i = 0; i < BAD_HANDLES; i++) {
        af_status answers[] = {
            af_config_set_heartbeat_interval(bad[i], 10, &error),
            af_config_set_api_base_url(bad[i], URL, &error),
            af_config_set_allow_plain_http(bad[i], true, &error),
            af_config_set_request_timeout(bad[i], 10, &error),
            af_config_set_login_attempts(bad[i], 3, &error),
            af_config_set_login_timeout_ms(bad[i], 0, &error),
            af_config_set_ttl_seconds(bad[i], 0, &error),
            af_config_set_hwid_override(bad[i], "x", &error),
            af_config_set_failure_policy(bad[i], AF_FAILURE_POLICY_EXIT, &error),
            af_config_set_dispatch(bad[i], AF_DISPATCH_PUMP, &error),
            af_config_set_ca_file(bad[i], NULL, &error),
            af_config_set_token_binding(bad[i], AF_TOKEN_BINDING_OFF, &error),
            af_client_new(bad[i], &none, &error),
        };
        for (size_t j = 0; j < LENGTH(answers); j++) {
            if (answers[j] != AF_STATUS_INVALID_HANDLE)
                FAIL("handle %zu = %p, function %zu: %s", i, bad[i], j, af_status_code(answers[j]));
        }
        CHECK_TEXT(error.code, "invalid_handle");
        CHECK(none == NULL);
        af_config_free(bad[i]);
    }
    CHECK_EQ(af_session_get_kind(session), AF_SESSION_KIND_ONLINE);
    OK(af_logout(client, &error));
    af_session_free(session);
    af_client_free(client);
    return 0;
}
