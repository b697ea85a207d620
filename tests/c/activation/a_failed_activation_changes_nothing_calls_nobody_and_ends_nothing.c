/* A failed activation changes nothing, calls nobody and ends nothing. */

#include "../harness.h"

static struct recorder recorder = RECORDER_INIT;
static char before[4096];

static void unchanged(af_client *client)
{
    af_error error = AF_ERROR_INIT;
    char after[4096];
    CHECK_TEXT(names_in("."), "kept.authforge");
    CHECK_FILE("kept.authforge", "what was there before\n");
    CHECK(!is_owners_alone("kept.authforge"));
    CHECK(af_is_authenticated(client));
    OK(af_get_session_data(client, after, sizeof after, NULL, &error));
    CHECK_TEXT(after, before);
}

static void refused(af_client *client, const char *key, af_status expected, const char *part)
{
    const char *const paths[] = { "kept.authforge", "missing/new.authforge", NULL };
    for (size_t i = 0; i < LENGTH(paths); i++) {
        af_error error = AF_ERROR_INIT;
        af_session *session = NULL;
        REFUSED(af_activate_offline(client, key, paths[i], &session, &error), expected, part);
        CHECK_HAS(error.code, af_status_code(expected));
        CHECK(session == NULL);
        unchanged(client);
    }
}

static void refused_with(af_client *client, const char *fault, af_status expected, const char *part)
{
    char json[300];
    snprintf(json, sizeof json, "{\"fault\":%s,\"endpoint\":\"offline_activate\"}", fault);
    add_fault(json);
    refused(client, LASTING_KEY, expected, part);
    clear_faults();
}

static void refused_by_the_service(af_client *client)
{
    refused(client, "NO-SUCH-KEY", AF_STATUS_INVALID_KEY, "");
    refused(client, "ADAL-VELA-CE42-7KPT", AF_STATUS_OFFLINE_ACTIVATION_REQUIRES_PERPETUAL, "");
    refused(client, "ANYS-EATS-KEY9-3FVU", AF_STATUS_OFFLINE_ACTIVATION_REQUIRES_SEATS, "");
    refused(client, "FULL-SEAT-KEY4-8BQN", AF_STATUS_HWID_MISMATCH, "");
    refused(client, "PAST-DATE-KEY3-9WXZ", AF_STATUS_EXPIRED, "");
    refused(client, "REVK-EDXX-KEY6-4MTC", AF_STATUS_REVOKED, "");
    const struct {
        const char *code;
        af_status status;
    } codes[] = {
        { "offline_activation_disabled", AF_STATUS_OFFLINE_ACTIVATION_DISABLED },
        { "offline_activation_limit_reached", AF_STATUS_OFFLINE_ACTIVATION_LIMIT_REACHED },
        { "invalid_app", AF_STATUS_INVALID_APP },
        { "blocked", AF_STATUS_BLOCKED },
        { "app_disabled", AF_STATUS_APP_DISABLED },
        { "no_credits", AF_STATUS_NO_CREDITS },
        { "app_burn_cap_reached", AF_STATUS_APP_BURN_CAP_REACHED },
        { "replay_detected", AF_STATUS_REPLAY_DETECTED },
        { "system_error", AF_STATUS_SYSTEM_ERROR },
        { "bad_request", AF_STATUS_BAD_REQUEST },
    };
    for (size_t i = 0; i < LENGTH(codes); i++) {
        char fault[100];
        snprintf(fault, sizeof fault, "{\"error\":{\"code\":\"%s\"}}", codes[i].code);
        refused_with(client, fault, codes[i].status, "");
    }
}

/* The service says yes, and what it hands out is not what this client can use. */
static void refused_by_the_verifier(af_client *client)
{
    const af_status rejected = AF_STATUS_OFFLINE_FILE_REJECTED;
    refused_with(client, "\"file_tampered\"", rejected, "bad_signature");
    refused_with(client, "\"wrong_key\"", rejected, "bad_signature");
    refused_with(client, "\"file_other_hwid\"", rejected, "hwid_mismatch");
    refused_with(client, "\"file_other_app\"", rejected, "wrong_app");
    refused_with(client, "{\"set_fields\":{\"v\":2}}", rejected, "unsupported_version");
    refused_with(client, "{\"set_fields\":{\"expiresAt\":\"2024-01-01T00:00:00Z\"}}", rejected, "expired");
    refused_with(client, "{\"drop_fields\":[\"jti\"]}", rejected, "malformed_payload");
    refused_with(client, "{\"set_envelope\":{\"file\":\"../../etc/passwd\"}}", rejected, "bad_armor");
    refused_with(client, "\"file_missing\"", AF_STATUS_UNEXPECTED_RESPONSE, "file");
    refused_with(client, "{\"set_envelope\":{\"file\":\"\"}}", AF_STATUS_UNEXPECTED_RESPONSE, "file");
    refused_with(client, "{\"set_envelope\":{\"file\":7}}", AF_STATUS_UNEXPECTED_RESPONSE, "file");
    refused_with(client, "{\"big_body\":{\"bytes\":300000}}", AF_STATUS_RESPONSE_TOO_LARGE, "");
    refused_with(client, "\"garbage\"", AF_STATUS_INVALID_JSON_RESPONSE, "");
    refused_with(client, "\"html_502\"", AF_STATUS_HTTP_ERROR, "502");
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    enter_folder();
    put("kept.authforge", "what was there before\n");
    CHECK(let_others_read("kept.authforge"));
    for (int listening = 0; listening < 2; listening++) {
        af_config *config = test_config();
        /* What the session says is compared: no heartbeat may renew it. */
        OK(af_config_set_heartbeat_interval(config, 86400, &error));
        OK(af_config_set_failure_policy(config, AF_FAILURE_POLICY_EXIT_STRICT, &error));
        af_client *client = client_of(config);
        log_in(client);
        OK(af_get_session_data(client, before, sizeof before, NULL, &error));
        if (listening)
            record_from(&recorder, client);
        refused_by_the_service(client);
        refused_by_the_verifier(client);
        af_client_free(client);
    }
    CHECK_EQ(recorder.count, 0);
    leave_folder();
    return 0;
}
