/* A failed self-ban calls nobody and ends nothing. */
/* takes: 4 s */

#include "../harness.h"

static void refused(af_client *client, const char *fault, af_status expected)
{
    af_error error = AF_ERROR_INIT;
    char json[200];
    snprintf(json, sizeof json, "{\"fault\":%s,\"endpoint\":\"self_ban\"}", fault);
    add_fault(json);
    CHECK_STATUS(af_self_ban(client, NULL, &error), expected);
    CHECK_STATUS(error.status, expected);
    clear_faults();
    CHECK(af_is_authenticated(client));
}

int main(void)
{
    static struct recorder recorder = RECORDER_INIT;
    for (int listening = 0; listening < 2; listening++) {
        af_error error = AF_ERROR_INIT;
        af_self_ban_options options = AF_SELF_BAN_OPTIONS_INIT;
        af_config *config = test_config();
        OK(af_config_set_failure_policy(config, AF_FAILURE_POLICY_EXIT_STRICT, &error));
        af_client *client = client_of(config);
        log_in(client);
        if (listening)
            record_from(&recorder, client);
        /* Also what ends a session when a heartbeat hears it. */
        refused(client, "{\"error\":{\"code\":\"session_expired\"}}", AF_STATUS_SESSION_EXPIRED);
        refused(client, "{\"error\":{\"code\":\"revoke_requires_session\"}}",
                AF_STATUS_REVOKE_REQUIRES_SESSION);
        refused(client, "{\"error\":{\"code\":\"app_disabled\"}}", AF_STATUS_APP_DISABLED);
        refused(client, "{\"error\":{\"code\":\"invalid_app\"}}", AF_STATUS_INVALID_APP);
        refused(client, "{\"error\":{\"code\":\"malformed_request\"}}", AF_STATUS_MALFORMED_REQUEST);
        refused(client, "{\"error\":{\"code\":\"system_error\"}}", AF_STATUS_SYSTEM_ERROR);
        refused(client, "\"garbage\"", AF_STATUS_INVALID_JSON_RESPONSE);
        refused(client, "{\"status\":{\"http\":200,\"body\":[]}}", AF_STATUS_RESPONSE_NOT_JSON_OBJECT);
        refused(client, "{\"status\":{\"http\":200,\"body\":{}}}", AF_STATUS_UNEXPECTED_RESPONSE);
        refused(client, "\"html_502\"", AF_STATUS_HTTP_ERROR);
        /* A token that the service never made. */
        options.session_token = "not.a.token";
        CHECK_STATUS(af_self_ban(client, &options, &error), AF_STATUS_SESSION_EXPIRED);
        CHECK(af_is_authenticated(client));
        OK(af_logout(client, &error));
        af_client_free(client);

        config = test_config();
        OK(af_config_set_failure_policy(config, AF_FAILURE_POLICY_EXIT_STRICT, &error));
        OK(af_config_set_api_base_url(config, "http://127.0.0.1:9", &error));
        client = client_of(config);
        if (listening)
            record_from(&recorder, client);
        options.session_token = NULL;
        options.license_key = KEY;
        CHECK_STATUS(af_self_ban(client, &options, &error), AF_STATUS_NETWORK_ERROR);
        af_client_free(client);
    }
    CHECK_EQ(report_count(&recorder, AF_EVENT_KIND_FAILURE), 0);
    return 0;
}
