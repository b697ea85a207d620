/* Every code of the service arrives as its own status with its HTTP number. */

#include "../harness.h"

int main(void)
{
    const struct {
        const char *code;
        int http;
        af_status status;
    } cases[] = {
        { "invalid_app", 401, AF_STATUS_INVALID_APP },
        { "invalid_key", 401, AF_STATUS_INVALID_KEY },
        { "expired", 410, AF_STATUS_EXPIRED },
        { "revoked", 410, AF_STATUS_REVOKED },
        { "hwid_mismatch", 403, AF_STATUS_HWID_MISMATCH },
        { "no_credits", 429, AF_STATUS_NO_CREDITS },
        { "blocked", 403, AF_STATUS_BLOCKED },
        { "replay_detected", 401, AF_STATUS_REPLAY_DETECTED },
        { "session_expired", 401, AF_STATUS_SESSION_EXPIRED },
        { "app_disabled", 403, AF_STATUS_APP_DISABLED },
        { "bad_request", 400, AF_STATUS_BAD_REQUEST },
        { "malformed_request", 400, AF_STATUS_MALFORMED_REQUEST },
        { "revoke_requires_session", 403, AF_STATUS_REVOKE_REQUIRES_SESSION },
        { "app_burn_cap_reached", 429, AF_STATUS_APP_BURN_CAP_REACHED },
        { "demo_quota_exceeded", 429, AF_STATUS_DEMO_QUOTA_EXCEEDED },
        { "offline_activation_disabled", 403, AF_STATUS_OFFLINE_ACTIVATION_DISABLED },
        { "offline_activation_requires_perpetual", 409, AF_STATUS_OFFLINE_ACTIVATION_REQUIRES_PERPETUAL },
        { "offline_activation_requires_seats", 409, AF_STATUS_OFFLINE_ACTIVATION_REQUIRES_SEATS },
        { "offline_activation_limit_reached", 403, AF_STATUS_OFFLINE_ACTIVATION_LIMIT_REACHED },
        { "system_error", 500, AF_STATUS_SYSTEM_ERROR },
        { "server_error", 500, AF_STATUS_SERVER_ERROR },
        { "handler_error", 500, AF_STATUS_HANDLER_ERROR },
    };
    af_client *client = test_client();
    for (size_t i = 0; i < LENGTH(cases); i++) {
        af_error error = AF_ERROR_INIT;
        char fault[200];
        snprintf(fault, sizeof fault, "{\"fault\":{\"error\":{\"code\":\"%s\",\"http\":%d}},\"count\":1}",
                 cases[i].code, cases[i].http);
        add_fault(fault);
        CHECK_STATUS(af_login(client, KEY, NULL, &error), cases[i].status);
        CHECK_STATUS(error.status, cases[i].status);
        CHECK_EQ(error.http_status, cases[i].http);
        CHECK_TEXT(error.code, cases[i].code);
        CHECK_TEXT(af_status_code(cases[i].status), cases[i].code);
        CHECK(error.message[0] != '\0');
    }
    af_client_free(client);
    return 0;
}
