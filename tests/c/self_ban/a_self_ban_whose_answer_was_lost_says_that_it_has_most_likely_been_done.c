/* A self-ban whose answer was lost says that it has most likely been done. */
/* takes: 9 s */

#include "../harness.h"

static struct recorder recorder = RECORDER_INIT;

/* One ban; what happens to its attempts is in the faults. */
static af_status ban(bool session, int32_t license, int32_t hwid, af_error *error)
{
    af_self_ban_options options = AF_SELF_BAN_OPTIONS_INIT;
    af_client *client = client_with_hwid("machine");
    if (session)
        CHECK_STATUS(af_login(client, LASTING_KEY, NULL, NULL), AF_STATUS_OK);
    record_from(&recorder, client);
    options.license_key = LASTING_KEY;
    options.revoke_license = license;
    options.blacklist_hwid = hwid;
    options.blacklist_ip = 0;
    af_status status = af_self_ban(client, &options, error);
    CHECK(af_is_authenticated(client) == session);
    license_action(LASTING_KEY, "activate");
    char path[160];
    snprintf(path, sizeof path, "/v1/apps/%s/security", APP_ID);
    admin_do("PUT", path, "{\"ipBlacklist\":[],\"hwidBlacklist\":[]}");
    clear_faults();
    af_client_free(client);
    return status;
}

static void next_attempt(const char *fault)
{
    char json[200];
    snprintf(json, sizeof json, "{\"fault\":%s,\"endpoint\":\"self_ban\",\"count\":1}", fault);
    add_fault(json);
}

static void refuse_next(const char *code)
{
    char fault[100];
    snprintf(fault, sizeof fault, "{\"error\":{\"code\":\"%s\"}}", code);
    next_attempt(fault);
}

static void uncertain(bool session, int32_t license, int32_t hwid, const char *code)
{
    af_error error = AF_ERROR_INIT;
    next_attempt("\"lose_reply\"");
    refuse_next(code);
    CHECK_STATUS(ban(session, license, hwid, &error), AF_STATUS_OUTCOME_UNCERTAIN);
    CHECK_TEXT(error.code, "outcome_uncertain");
    CHECK(strstr(error.message, code) && strstr(error.message, "do not repeat it"));
    CHECK(error.http_status >= 400);
}

static void certain(const char *first, int32_t license, const char *code, af_status expected)
{
    af_error error = AF_ERROR_INIT;
    if (first)
        next_attempt(first);
    refuse_next(code);
    CHECK_STATUS(ban(true, license, 1, &error), expected);
    CHECK_TEXT(error.code, code);
}

int main(void)
{
    uncertain(true, 1, 0, "revoked");
    uncertain(true, 0, 1, "blocked");
    uncertain(true, 1, 1, "session_expired");
    uncertain(false, 0, 1, "blocked");

    /* No answer was lost. */
    certain(NULL, 1, "revoked", AF_STATUS_REVOKED);
    certain("\"gateway_429\"", 1, "revoked", AF_STATUS_REVOKED);
    /* What the ban did not ask for, or cannot cause, is not its doing. */
    certain("\"lose_reply\"", 0, "revoked", AF_STATUS_REVOKED);
    certain("\"lose_reply\"", 1, "app_disabled", AF_STATUS_APP_DISABLED);
    CHECK_EQ(report_count(&recorder, AF_EVENT_KIND_FAILURE), 0);
    return 0;
}
