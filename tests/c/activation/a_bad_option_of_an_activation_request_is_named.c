/* A bad option of an activation request is named. */

#include "../harness.h"

static af_client *client;

static void refused(const af_activation_request_options *options, af_status expected, const char *name)
{
    af_error error = AF_ERROR_INIT;
    char text[4096] = "as it was";
    size_t length = 77;
    af_request request = 77;
    REFUSED(af_create_activation_request(client, options, text, sizeof text, &length, &error), expected,
            name);
    CHECK_TEXT(text, "as it was");
    CHECK_EQ(length, 77);
    REFUSED(af_write_activation_request(client, options, "request", &error), expected, name);
    REFUSED(af_write_activation_request_start(client, options, "request", &request, &error), expected, name);
    CHECK_EQ(request, 77);
    CHECK_TEXT(names_in("."), "");
}

int main(void)
{
    static char large[4200];
    const af_activation_request_options defaults = AF_ACTIVATION_REQUEST_OPTIONS_INIT;
    af_activation_request_options options = defaults;
    const struct {
        const char *name;
        const char **option;
    } texts[] = { { "machine_name", &options.machine_name },
                  { "os", &options.os },
                  { "sdk", &options.sdk },
                  { "license_key", &options.license_key },
                  { "created_at", &options.created_at } };
    memset(large, '1', sizeof large - 1);
    client = file_client();
    enter_folder();
    for (size_t i = 0; i < LENGTH(texts); i++) {
        options = defaults;
        *texts[i].option = "\xc3(";
        refused(&options, AF_STATUS_INVALID_UTF8, texts[i].name);
        *texts[i].option = large;
        refused(&options, AF_STATUS_INVALID_ARGUMENT, texts[i].name);
    }
    const char *const dates[] = { "",
                                  "now",
                                  "2026-04-20",
                                  "2026-13-01T00:00:00Z",
                                  "1776643200",
                                  "2026-02-30T00:00:00Z",
                                  "yesterday",
                                  "2026-04-20T00:00:00ZZ",
                                  "2026",
                                  "2026-04-20T24:61:00Z",
                                  "2026-04-20T00:00:00+00:9223372036854775807",
                                  "2026-04-20T00:00:00-00:153722867280912930",
                                  "2026-04-20T00:00:00+00:99999999999999999",
                                  "2026-04-20T00:00:00+00000000000" };
    for (size_t i = 0; i < LENGTH(dates); i++) {
        options = defaults;
        options.created_at = dates[i];
        refused(&options, AF_STATUS_INVALID_ARGUMENT, "created_at");
    }
    af_error error = AF_ERROR_INIT;
    REFUSED(af_write_activation_request(client, NULL, NULL, &error), AF_STATUS_INVALID_ARGUMENT,
            "path is NULL");
    REFUSED(af_write_activation_request(client, NULL, "\xff", &error), AF_STATUS_INVALID_UTF8, "path");
    REFUSED(af_write_activation_request_start(client, NULL, NULL, NULL, &error), AF_STATUS_INVALID_ARGUMENT,
            "path");
    CHECK_TEXT(names_in("."), "");
    leave_folder();
    af_client_free(client);
    return 0;
}
