/* An activation checks the key before the secret, and asks nobody. */

#include "../harness.h"

static void refused(af_client *client, const char *key, const char *path, af_status expected,
                    const char *part)
{
    af_error error = AF_ERROR_INIT;
    af_request request = 77;
    REFUSED(af_activate_offline(client, key, path, NULL, &error), expected, part);
    REFUSED(af_activate_offline_start(client, key, path, &request, &error), expected, part);
    CHECK_EQ(request, 77);
}

int main(void)
{
    static struct recorder recorder = RECORDER_INIT;
    static char large[5000];
    memset(large, 'K', sizeof large - 1);
    af_client *with_secret = test_client(), *without = file_client();
    record_from(&recorder, with_secret);
    enter_folder();
    refused(without, "", "new/file", AF_STATUS_MISSING_LICENSE_KEY, "license_key");
    refused(without, " \r\n", NULL, AF_STATUS_MISSING_LICENSE_KEY, "license_key");
    refused(without, LASTING_KEY, "new/file", AF_STATUS_INVALID_CONFIG, "app_secret");
    refused(without, LASTING_KEY, NULL, AF_STATUS_INVALID_CONFIG, "app_secret");
    refused(with_secret, NULL, "new/file", AF_STATUS_INVALID_ARGUMENT, "license_key");
    refused(with_secret, "\xff", "new/file", AF_STATUS_INVALID_UTF8, "license_key");
    refused(with_secret, large, "new/file", AF_STATUS_INVALID_ARGUMENT, "license_key");
    refused(with_secret, "\t", "new/file", AF_STATUS_MISSING_LICENSE_KEY, "license_key");
    refused(without, LASTING_KEY, "/", AF_STATUS_INVALID_CONFIG, "app_secret");
    refused(with_secret, LASTING_KEY, "/", AF_STATUS_FILE_WRITE_FAILED, "names no file");
    refused(with_secret, LASTING_KEY, "", AF_STATUS_FILE_WRITE_FAILED, "names no file");
    refused(with_secret, LASTING_KEY, "\xff", AF_STATUS_INVALID_UTF8, "path");
    refused(with_secret, LASTING_KEY, large, AF_STATUS_INVALID_ARGUMENT, "path");
    CHECK_EQ(thread_count(), 1);
    CHECK_EQ(request_total(), 0);
    CHECK_TEXT(names_in("."), "");
    leave_folder();
    af_client_free(with_secret);
    af_client_free(without);
    CHECK_EQ(recorder.count, 0);
    return 0;
}
