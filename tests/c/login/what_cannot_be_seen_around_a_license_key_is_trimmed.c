/* What cannot be seen around a license key is trimmed. */

#include "../harness.h"

/* Zero-width space, non-joiner and joiner, word joiner, byte order mark, soft hyphen, bidi marks, embeddings and isolates,
   Arabic letter mark, no-break and narrow no-break space, ideographic space, line separator. */
static const char *const unseen[] = {
    "\xe2\x80\x8b",
    "\xe2\x80\x8c",
    "\xe2\x80\x8d",
    "\xe2\x81\xa0",
    "\xef\xbb\xbf",
    "\xc2\xad",
    "\xe2\x80\x8e",
    "\xe2\x80\x8f",
    "\xe2\x80\xaa",
    "\xe2\x80\xac",
    "\xe2\x80\xae",
    "\xe2\x81\xa6",
    "\xe2\x81\xa9",
    "\xd8\x9c",
    "\xc2\xa0",
    "\xe2\x80\xaf",
    "\xe3\x80\x80",
    "\xe2\x80\xa8",
    " \xef\xbb\xbf\t\xe2\x80\x8b\r\n\xc2\xa0",
};

static void check_last_key(const char *endpoint, const char *expected)
{
    char sent[128], *log = requests(endpoint, 1);
    json_text(log, "licenseKey", occurrences(log, "\"licenseKey\":\"") - 1, sent, sizeof sent);
    CHECK_TEXT(sent, expected);
    free(log);
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    char pasted[128];
    af_client *client = test_client();
    for (size_t i = 0; i < LENGTH(unseen); i++) {
        snprintf(pasted, sizeof pasted, "%s%s%s", unseen[i], KEY, unseen[i]);
        OK(af_validate(client, pasted, NULL, &error));
        check_last_key("validate", KEY);
        CHECK_STATUS(af_login(client, unseen[i], NULL, &error), AF_STATUS_MISSING_LICENSE_KEY);
    }
    snprintf(pasted, sizeof pasted, "\xef\xbb\xbf%s\xe2\x80\x8b", LASTING_KEY);
    OK(af_activate_offline(client, pasted, NULL, NULL, &error));
    check_last_key("offline_activate", LASTING_KEY);
    OK(af_logout(client, &error));
    af_self_ban_options ban = AF_SELF_BAN_OPTIONS_INIT;
    ban.license_key = pasted;
    ban.blacklist_ip = ban.blacklist_hwid = 0;
    OK(af_self_ban(client, &ban, &error));
    check_last_key("self_ban", LASTING_KEY);
    ban.license_key = "\xe2\x80\x8b";
    ban.session_token = "\xef\xbb\xbf ";
    CHECK_STATUS(af_self_ban(client, &ban, &error), AF_STATUS_MISSING_LICENSE_KEY);

    af_activation_request_options options = AF_ACTIVATION_REQUEST_OPTIONS_INIT;
    char text[4096], json[4096];
    options.license_key = pasted;
    OK(af_create_activation_request(client, &options, text, sizeof text, NULL, &error));
    OK(af_parse_activation_request(text, json, sizeof json, NULL, &error));
    CHECK_HAS(json, "\"licenseKey\":\"" LASTING_KEY "\"");
    af_client_free(client);

    /* A trust list comes by mail, too. */
    char list[256];
    snprintf(list, sizeof list, "\xef\xbb\xbf%s\xe2\x80\x8b,\xc2\xa0%s", PUBLIC_KEY, PUBLIC_KEY);
    af_config *config = af_config_new(APP_ID, APP_SECRET, list, "SERVER");
    af_client_free(client_of(config));
    return 0;
}
