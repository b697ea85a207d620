/* A bad license key is refused before anybody is asked. */

#include "../harness.h"

int main(void)
{
    static struct recorder recorder = RECORDER_INIT;
    af_error error = AF_ERROR_INIT;
    af_session *session = NULL;
    char *megabyte = malloc((1 << 20) + 1);
    CHECK(megabyte != NULL);
    memset(megabyte, 'K', 1 << 20);
    megabyte[1 << 20] = '\0';
    const struct {
        const char *key;
        af_status status;
    } cases[] = {
        { NULL, AF_STATUS_INVALID_ARGUMENT },         { "", AF_STATUS_MISSING_LICENSE_KEY },
        { " \r\n\t", AF_STATUS_MISSING_LICENSE_KEY }, { "ADAL-\xff", AF_STATUS_INVALID_UTF8 },
        { megabyte, AF_STATUS_INVALID_ARGUMENT },
    };
    af_client *client = test_client();
    record_from(&recorder, client);
    for (size_t i = 0; i < LENGTH(cases); i++) {
        REFUSED(af_login(client, cases[i].key, &session, &error), cases[i].status, "license_key");
        REFUSED(af_validate(client, cases[i].key, &session, &error), cases[i].status, "license_key");
        REFUSED(af_login_start(client, cases[i].key, NULL, &error), cases[i].status, "license_key");
        REFUSED(af_validate_start(client, cases[i].key, NULL, &error), cases[i].status, "license_key");
    }
    CHECK(session == NULL);
    CHECK_EQ(request_count("validate", 0), 0);
    af_client_free(client);
    CHECK_EQ(recorder.count, 0);
    free(megabyte);
    return 0;
}
