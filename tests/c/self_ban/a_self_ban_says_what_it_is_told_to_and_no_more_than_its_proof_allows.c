/* A self-ban says what it is told to, and no more than its proof allows. */

#include "../harness.h"

static int sent;

/* The body of the last self-ban, without what is always in it. */
static const char *body(void)
{
    static char last[4096];
    char *log = requests("self_ban", sent);
    CHECK_EQ(occurrences(log, "\"number\":"), sent);
    const char *at = log, *next = log;
    while ((next = strstr(next, "\"body\":")) != NULL)
        at = next++;
    snprintf(last, sizeof last, "%.*s", (int)strcspn(at, "}"), at);
    free(log);
    CHECK_HAS(last, APP_ID);
    CHECK_HAS(last, "\"hwid\":\"a machine\"");
    return last;
}

static void check_flags(const char *said, const af_self_ban_options *options, bool may_revoke)
{
    const struct {
        const char *name;
        bool on;
    } flags[] = { { "revokeLicense", may_revoke && (!options || options->revoke_license) },
                  { "blacklistHwid", !options || options->blacklist_hwid },
                  { "blacklistIp", !options || options->blacklist_ip } };
    for (size_t i = 0; i < LENGTH(flags); i++) {
        char text[80];
        snprintf(text, sizeof text, "\"%s\":%s", flags[i].name, flags[i].on ? "true" : "false");
        CHECK_HAS(said, text);
    }
}

static void has_only(const char *said, const char *token, const char *key)
{
    char text[1200];
    const bool by_key = key != NULL;
    CHECK((strstr(said, "appSecret") != NULL) == by_key);
    CHECK((strstr(said, "nonce") != NULL) == by_key);
    CHECK((strstr(said, "sessionToken") != NULL) == !by_key);
    CHECK((strstr(said, "licenseKey") != NULL) == by_key);
    snprintf(text, sizeof text, by_key ? "\"licenseKey\":\"%s\"" : "\"sessionToken\":\"%s\"",
             by_key ? key : token);
    CHECK_HAS(said, text);
    if (by_key)
        CHECK_HAS(said, APP_SECRET);
}

static void check(af_client *client, const af_self_ban_options *options, const char *token, const char *key)
{
    static struct recorder recorder = RECORDER_INIT;
    af_error error = AF_ERROR_INIT;
    OK(af_self_ban(client, options, &error));
    sent++;
    const char *said = body();
    check_flags(said, options, token != NULL);
    has_only(said, token, key);
    recorder.count = 0;
    OK(af_client_set_event_callback(client, record_event, &recorder, NULL, &error));
    OK(af_self_ban_start(client, options, NULL, &error));
    struct report report = wait_for_report(&recorder, AF_EVENT_KIND_REQUEST_FINISHED, 1);
    OK(af_client_set_event_callback(client, NULL, NULL, NULL, &error));
    CHECK_STATUS(report.status, AF_STATUS_OK);
    CHECK(!report.has_session);
    sent++;
    has_only(body(), token, key);
    CHECK(af_is_authenticated(client) == (report.authenticated != 0));
}

/* Each choice of what to do; any number that is not 0 is a yes. */
static void check_choices(af_client *client, af_self_ban_options options, const char *token, const char *key)
{
    for (int choice = 0; choice < 8; choice++) {
        options.revoke_license = choice & 1 ? -7 : 0;
        options.blacklist_hwid = choice & 2 ? INT32_MAX : 0;
        options.blacklist_ip = choice & 4 ? INT32_MIN : 0;
        check(client, &options, token, key);
    }
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    char token[1000];
    af_session *session = NULL;
    af_self_ban_options options = AF_SELF_BAN_OPTIONS_INIT;
    af_config *config = test_config();
    OK(af_config_set_hwid_override(config, "a machine", &error));
    /* The token is compared: no heartbeat may renew it. */
    OK(af_config_set_heartbeat_interval(config, 86400, &error));
    af_client *client = client_of(config);
    /* The server is to hear of it and do nothing, or the next one would be refused. */
    add_fault(
        "{\"fault\":{\"status\":{\"http\":200,\"body\":{\"status\":\"success\"}}},\"endpoint\":\"self_ban\"}");

    /* Without a session: with the key, and never a revocation. */
    options.license_key = " " LASTING_KEY "\n";
    check(client, &options, NULL, LASTING_KEY);
    check_choices(client, options, NULL, LASTING_KEY);
    /* With a token that the host has kept, although there is a key as well. */
    options.session_token = " a.token\t";
    check_choices(client, options, "a.token", NULL);

    /* With a session: its token, whatever else is there. */
    OK(af_login(client, KEY, &session, &error));
    json_text(af_session_json(session), "sessionToken", 0, token, sizeof token);
    check(client, NULL, token, NULL);
    options.session_token = NULL;
    check_choices(client, options, token, NULL);
    options.session_token = " ";
    options.license_key = "";
    check(client, &options, token, NULL);
    options.session_token = "another.token";
    check(client, &options, "another.token", NULL);

    /* With a session from a file: only with what the host gives. */
    char *file = mint_for_any(NULL);
    OK(af_login_from_file(client, file, NULL, &error));
    check(client, &options, "another.token", NULL);
    options.session_token = NULL;
    options.license_key = LASTING_KEY;
    check(client, &options, NULL, LASTING_KEY);
    CHECK(af_is_authenticated(client));
    af_session_free(session);
    free(file);
    af_client_free(client);
    return 0;
}
