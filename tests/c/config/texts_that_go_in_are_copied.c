/* Texts that go in are copied. */

#include "../harness.h"

static char *scratch(const char *text)
{
    char *copy = malloc(strlen(text) + 1);
    CHECK(copy != NULL);
    return strcpy(copy, text);
}

static void spoil(char *text)
{
    memset(text, '?', strlen(text));
    free(text);
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    char *texts[] = { scratch(APP_ID), scratch(APP_SECRET), scratch(PUBLIC_KEY), scratch("LOCAL"),
                      scratch(URL),    scratch("machine"),  scratch(KEY) };
    char hwid[32];
    af_config *config = af_config_new(texts[0], texts[1], texts[2], texts[3]);
    OK(af_config_set_api_base_url(config, texts[4], &error));
    OK(af_config_set_hwid_override(config, texts[5], &error));
    for (int i = 0; i < 6; i++)
        spoil(texts[i]);
    af_client *client = client_of(config);
    static struct recorder recorder = RECORDER_INIT;
    record_from(&recorder, client);
    OK(af_login_start(client, texts[6], NULL, &error));
    spoil(texts[6]);
    CHECK_STATUS(wait_for_report(&recorder, AF_EVENT_KIND_REQUEST_FINISHED, 1).status, AF_STATUS_OK);
    OK(af_client_hwid(client, hwid, sizeof hwid, NULL, &error));
    CHECK_TEXT(hwid, "machine");
    CHECK_STATUS(wait_for_report(&recorder, AF_EVENT_KIND_LOGGED_IN, 1).status, AF_STATUS_OK);

    /* Files and what is done with them. */
    af_activation_request_options request = AF_ACTIVATION_REQUEST_OPTIONS_INIT;
    af_self_ban_options ban = AF_SELF_BAN_OPTIONS_INIT;
    char *more[] = { mint_for_any(NULL),   scratch("request"), scratch("Plan 9"),
                     scratch(LASTING_KEY), scratch("license"), scratch("another.token") };
    enter_folder();
    /* Others are before them, at the service and at the disk, so that they are read when they are gone. */
    add_fault("{\"fault\":{\"delay\":{\"ms\":300}},\"endpoint\":\"validate\",\"count\":4}");
    for (int i = 0; i < 4; i++)
        OK(af_validate_start(client, KEY, NULL, &error));
    for (int i = 0; i < 20; i++)
        OK(af_verify_license_file_start(client, more[0], NULL, &error));
    request.os = more[2];
    ban.session_token = more[5];
    OK(af_login_from_file_start(client, more[0], NULL, &error));
    OK(af_verify_license_file_start(client, more[0], NULL, &error));
    OK(af_write_activation_request_start(client, &request, more[1], NULL, &error));
    OK(af_activate_offline_start(client, more[3], more[4], NULL, &error));
    OK(af_self_ban_start(client, &ban, NULL, &error));
    memset(&request, '?', sizeof request);
    memset(&ban, '?', sizeof ban);
    for (size_t i = 0; i < LENGTH(more); i++)
        spoil(more[i]);
    wait_for_report(&recorder, AF_EVENT_KIND_REQUEST_FINISHED, 30);
    int failed = 0;
    for (int i = 0; i < recorder.count; i++)
        failed += recorder.reports[i].kind == AF_EVENT_KIND_REQUEST_FINISHED &&
                  recorder.reports[i].status != AF_STATUS_OK;
    /* Only the token was not one. */
    CHECK_EQ(failed, 1);
    char *log = requests("self_ban", 1), *license = kept_file(LASTING_KEY, 0);
    CHECK_HAS(log, "another.token");
    CHECK_FILE("license", license);
    CHECK_TEXT(names_in("."), "license request");
    free(log), free(license);
    leave_folder();
    af_client_free(client);
    return 0;
}
