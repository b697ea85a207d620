/* No certificate of a ca_file is lost, however editors have left it. */
/* devserver: --tls */
/* valgrind: no, it reports the AES-GCM assembler, whose tags are right or no login would succeed */

#include "../harness.h"

static void works(const char *before, const char *text, const char *behind)
{
    char all[16384];
    CHECK_BELOW(snprintf(all, sizeof all, "%s%s%s", before, text, behind), sizeof all);
    put("ca.pem", all);
    af_error error = AF_ERROR_INIT;
    af_config *config = test_config();
    OK(af_config_set_ca_file(config, "ca.pem", &error));
    af_client *client = client_of(config);
    if (af_login(client, KEY, NULL, &error) != AF_STATUS_OK)
        FAIL("%.20s...: %s: %s", before, error.code, error.message);
    af_client_free(client);
}

int main(void)
{
    char *text = contents_of(setting("AF_TEST_CA_FILE")), windows[8192], *to = windows;
    CHECK(text != NULL);
    for (const char *from = text; *from; from++) {
        CHECK_BELOW(to - windows, (long)sizeof windows - 2);
        if (*from == '\n')
            *to++ = '\r';
        *to++ = *from;
    }
    *to = '\0';
    enter_folder();
    works("", text, "");
    works("\xef\xbb\xbf", text, "");
    works("\xef\xbb\xbf", windows, "");
    works("  ", text, "");
    works("a note without a line end ", text, "");
    /* The line end between two was lost; the other is no certificate that could be used. */
    works("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", text, "");
    works("", text, "\xef\xbb\xbf-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----");

    /* Nothing but what cannot be used is told when the client is made. */
    af_error error = AF_ERROR_INIT;
    af_client *client = NULL;
    put("ca.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    af_config *config = test_config();
    OK(af_config_set_ca_file(config, "ca.pem", &error));
    REFUSED(af_client_new(config, &client, &error), AF_STATUS_INVALID_CONFIG,
            "holds no certificate that can be used");
    af_config_free(config);
    free(text);
    leave_folder();
    return 0;
}
