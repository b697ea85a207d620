/* A license that may not be used says why. */

#include "../harness.h"

static void refused(af_client *client, const char *key, af_status expected, int http)
{
    af_error error = AF_ERROR_INIT;
    CHECK_STATUS(af_login(client, key, NULL, &error), expected);
    CHECK_EQ(error.http_status, http);
    CHECK_TEXT(error.code, af_status_code(expected));
    CHECK(!af_is_authenticated(client));
}

int main(void)
{
    char path[160];
    af_client *client = test_client();
    refused(client, "NO-SUCH-KEY", AF_STATUS_INVALID_KEY, 401);
    refused(client, "PAST-DATE-KEY3-9WXZ", AF_STATUS_EXPIRED, 410);
    refused(client, "REVK-EDXX-KEY6-4MTC", AF_STATUS_REVOKED, 410);
    refused(client, "FULL-SEAT-KEY4-8BQN", AF_STATUS_HWID_MISMATCH, 403);
    update_app("{\"credits\":0}");
    refused(client, KEY, AF_STATUS_NO_CREDITS, 429);
    update_app("{\"credits\":100,\"burnCap\":0}");
    refused(client, KEY, AF_STATUS_APP_BURN_CAP_REACHED, 429);
    update_app("{\"burnCap\":null,\"disabled\":true}");
    refused(client, KEY, AF_STATUS_APP_DISABLED, 403);
    update_app("{\"disabled\":false}");
    snprintf(path, sizeof path, "/v1/apps/%s/security/blacklist", APP_ID);
    admin_do("POST", path, "{\"type\":\"ip\",\"value\":\"127.0.0.1\"}");
    refused(client, KEY, AF_STATUS_BLOCKED, 403);
    admin_do("DELETE", path, "{\"type\":\"ip\",\"value\":\"127.0.0.1\"}");
    log_in(client);
    af_client_free(client);

    af_error error = AF_ERROR_INIT;
    af_config *config = af_config_new(APP_ID, "wrong secret", PUBLIC_KEY, "LOCAL");
    OK(af_config_set_api_base_url(config, URL, &error));
    OK(af_config_set_failure_policy(config, AF_FAILURE_POLICY_CONTINUE, &error));
    client = client_of(config);
    refused(client, KEY, AF_STATUS_INVALID_APP, 401);
    af_client_free(client);
    return 0;
}
