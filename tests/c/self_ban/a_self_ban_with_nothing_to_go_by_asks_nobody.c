/* A self-ban with nothing to go by asks nobody. */

#include "../harness.h"

static void refused(af_client *client, const af_self_ban_options *options, af_status expected,
                    const char *part)
{
    af_error error = AF_ERROR_INIT;
    af_request request = 77;
    REFUSED(af_self_ban(client, options, &error), expected, part);
    CHECK_TEXT(error.code, af_status_code(expected));
    REFUSED(af_self_ban_start(client, options, &request, &error), expected, part);
    CHECK_EQ(request, 77);
}

int main(void)
{
    static struct recorder recorder = RECORDER_INIT;
    static char large[17000];
    af_error error = AF_ERROR_INIT;
    af_self_ban_options options = AF_SELF_BAN_OPTIONS_INIT;
    af_client *with_secret = test_client(), *without = file_client();
    char *file = mint_for_any(NULL);
    memset(large, 'x', sizeof large - 1);
    record_from(&recorder, with_secret);
    record_from(&recorder, without);
    options.license_key = " \t";
    options.session_token = "\n";
    af_client *const clients[] = { with_secret, without };
    for (size_t i = 0; i < LENGTH(clients); i++) {
        refused(clients[i], NULL, AF_STATUS_MISSING_LICENSE_KEY, "no session");
        refused(clients[i], &options, AF_STATUS_MISSING_LICENSE_KEY, "no license key");
        OK(af_login_from_file(clients[i], file, NULL, &error));
        refused(clients[i], NULL, AF_STATUS_OFFLINE_SESSION, "");
        refused(clients[i], &options, AF_STATUS_OFFLINE_SESSION, "");
        CHECK(af_is_authenticated(clients[i]));
    }
    /* With a key, but without the secret that goes with it. */
    options.license_key = KEY;
    refused(without, &options, AF_STATUS_INVALID_CONFIG, "app_secret");
    log_out(without);
    refused(without, &options, AF_STATUS_INVALID_CONFIG, "app_secret");
    options.license_key = "\xff";
    refused(with_secret, &options, AF_STATUS_INVALID_UTF8, "license_key");
    options.license_key = large;
    refused(with_secret, &options, AF_STATUS_INVALID_ARGUMENT, "license_key");
    options.license_key = NULL;
    options.session_token = large;
    refused(with_secret, &options, AF_STATUS_INVALID_ARGUMENT, "session_token");
    options.session_token = "\xc3(";
    refused(with_secret, &options, AF_STATUS_INVALID_UTF8, "session_token");
    CHECK_EQ(request_total(), 0);
    CHECK_EQ(report_count(&recorder, AF_EVENT_KIND_FAILURE), 0);
    CHECK_EQ(report_count(&recorder, AF_EVENT_KIND_REQUEST_FINISHED), 0);
    free(file);
    af_client_free(with_secret);
    af_client_free(without);
    return 0;
}
