/* An activation request says what it is asked to say. */

#include "../harness.h"

/* Made by another program from the documented form. */
static const char *const text_of_all = "-----BEGIN AUTHFORGE ACTIVATION REQUEST-----\n"
                                       "Version: 1\n"
                                       "App-Id: my-game\n"
                                       "Checksum: 58ca416c699ccaac\n"
                                       "\n"
                                       "eyJ2IjoxLCJ0eXAiOiJhdXRoZm9yZ2UtYWN0aXZhdGlvbi1yZXF1ZXN0IiwiYXBw\n"
                                       "SWQiOiJteS1nYW1lIiwiaHdpZCI6InRnOjEiLCJjcmVhdGVkQXQiOiIyMDI2LTA0\n"
                                       "LTIwVDAwOjAwOjAwLjAwMFoiLCJtYWNoaW5lTmFtZSI6Ilpvw6sncyBcImJveFwi\n"
                                       "XFxcdFx1MDAwMfCfmIAiLCJvcyI6IlBsYW4gOSIsInNkayI6ImMvOS45LjkiLCJs\n"
                                       "aWNlbnNlS2V5IjoiQUJDRCJ9\n"
                                       "-----END AUTHFORGE ACTIVATION REQUEST-----\n";
static const char *const json_of_all =
    "{\"v\":1,\"typ\":\"authforge-activation-request\",\"appId\":\"my-game\",\"hwid\":\"tg:1\","
    "\"createdAt\":\"2026-04-20T00:00:00.000Z\","
    "\"machineName\":\"Zo\xc3\xab's \\\"box\\\"\\\\\\t\\u0001\xf0\x9f\x98\x80\","
    "\"os\":\"Plan 9\",\"sdk\":\"c/9.9.9\",\"licenseKey\":\"ABCD\"}";

/* The request's JSON, from its text. */
static const char *said(af_client *client, const af_activation_request_options *options)
{
    static char text[4096], json[4096];
    af_error error = AF_ERROR_INIT;
    size_t length = 0;
    OK(af_create_activation_request(client, options, text, sizeof text, &length, &error));
    CHECK_EQ(length, strlen(text));
    CHECK_BELOW(length, 2048);
    OK(af_parse_activation_request(text, json, sizeof json, &length, &error));
    CHECK_EQ(length, strlen(json));
    return json;
}

/* With every option: byte for byte what all AuthForge libraries write. */
static void all_options(void)
{
    char text[4096];
    af_error error = AF_ERROR_INIT;
    af_activation_request_options options = AF_ACTIVATION_REQUEST_OPTIONS_INIT;
    af_config *config = af_config_new("my-game", NULL, PUBLIC_KEY, NULL);
    OK(af_config_set_hwid_override(config, "tg:1", &error));
    af_client *client = client_of(config);
    options.include_machine_name = 1;
    options.machine_name = "Zo\xc3\xab's \"box\"\\\t\x01\xf0\x9f\x98\x80";
    options.os = "Plan 9";
    options.sdk = "c/9.9.9";
    options.license_key = "ABCD";
    options.created_at = "2026-04-20T00:00:00.000Z";
    OK(af_create_activation_request(client, &options, text, sizeof text, NULL, &error));
    CHECK_TEXT(text, text_of_all);
    CHECK_TEXT(said(client, &options), json_of_all);

    /* Written to a file it is the same text, whatever was there. */
    static struct recorder recorder = RECORDER_INIT;
    enter_folder();
    put("one.authforge-request", "old");
    OK(af_write_activation_request(client, &options, "one.authforge-request", &error));
    CHECK_FILE("one.authforge-request", text);
    OK(af_client_set_event_callback(client, record_event, &recorder, NULL, &error));
    OK(af_write_activation_request_start(client, &options, "new/two", NULL, &error));
    struct report report = wait_for_report(&recorder, AF_EVENT_KIND_REQUEST_FINISHED, 1);
    CHECK_STATUS(report.status, AF_STATUS_OK);
    CHECK(!report.has_session);
    CHECK_FILE("new/two", text);
    CHECK(!af_is_authenticated(client));
    leave_folder();

    /* An empty text leaves its field out, and the machine's name is left out unless asked for. */
    options.machine_name = options.os = options.sdk = options.license_key = "";
    const char *bare =
        "{\"v\":1,\"typ\":\"authforge-activation-request\",\"appId\":\"my-game\",\"hwid\":\"tg:1\","
        "\"createdAt\":\"2026-04-20T00:00:00.000Z\"}";
    CHECK_TEXT(said(client, &options), bare);
    options.include_machine_name = 0;
    options.machine_name = "a name that nobody asked for";
    CHECK_TEXT(said(client, &options), bare);
    af_client_free(client);
}

static void check_field(const char *json, const char *name, const char *expected)
{
    char field[300];
    snprintf(field, sizeof field, "\"%s\":\"%s\"", name, expected);
    CHECK_HAS(json, field);
}

static void defaults(void)
{
    af_error error = AF_ERROR_INIT;
    af_activation_request_options options = AF_ACTIVATION_REQUEST_OPTIONS_INIT;
    af_client *client = test_client();
    char hwid[80], sdk[80], host[256] = "", date[32], today[12];
    OK(af_client_hwid(client, hwid, sizeof hwid, NULL, &error));
    snprintf(sdk, sizeof sdk, "c/%s", af_version());
    iso_date(wall_ms(), date);
    snprintf(today, sizeof today, "%.10s", date);
    for (int i = 0; i < 2; i++) {
        const char *json = said(client, i ? &options : NULL);
        check_field(json, "appId", APP_ID);
        check_field(json, "hwid", hwid);
        check_field(json, "sdk", sdk);
        /* Name and processor of the system, whatever it is called. */
        char *system = json_string(json, "os");
        CHECK(strchr(system, ' ') > system && strlen(strchr(system, ' ')) > 1);
        free(system);
        CHECK(strstr(json, "machineName") == NULL && strstr(json, "licenseKey") == NULL);
        char *created = json_string(json, "createdAt");
        CHECK_EQ(strlen(created), strlen("2026-04-20T00:00:00.000Z"));
        iso_date(wall_ms(), date);
        CHECK(strncmp(created, today, 10) >= 0 && strcmp(created, date) <= 0);
        free(created);
    }
    options.include_machine_name = 1;
    CHECK(machine_name(host, sizeof host));
    check_field(said(client, &options), "machineName", host);
    options.machine_name = "box";
    check_field(said(client, &options), "machineName", "box");

    /* With a session, its key: of the service or from a file. */
    log_in(client);
    check_field(said(client, NULL), "licenseKey", KEY);
    char *file = mint(LASTING_KEY, "{\"hwid\":{\"mode\":\"any\"},\"expiresAt\":null}");
    OK(af_login_from_file(client, file, NULL, &error));
    check_field(said(client, NULL), "licenseKey", LASTING_KEY);
    options.license_key = "ABCD";
    check_field(said(client, &options), "licenseKey", "ABCD");
    options.license_key = "";
    CHECK(strstr(said(client, &options), "licenseKey") == NULL);
    log_out(client);
    CHECK(strstr(said(client, NULL), "licenseKey") == NULL);
    free(file);
    af_client_free(client);
}

int main(void)
{
    all_options();
    defaults();
    /* Only the one login has asked anybody. */
    CHECK_EQ(request_total(), 1);
    return 0;
}
