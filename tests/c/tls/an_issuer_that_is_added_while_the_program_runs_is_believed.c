/* An issuer that is added while the program runs is believed. */
/* devserver: --tls */
/* valgrind: no, it reports the AES-GCM assembler, whose tags are right or no login would succeed */

#include "../harness.h"

/* An issuer that has nothing to do with this server. */
static const char STRANGER[] = "-----BEGIN CERTIFICATE-----\n"
                               "MIIBgDCCASWgAwIBAgIUZ4tsUBVVSiakzogUz+uCIfiqB1swCgYIKoZIzj0EAwIw\n"
                               "FTETMBEGA1UEAwwKQSBzdHJhbmdlcjAeFw0yNjExMjkwNTE4NThaFw00NjExMjQw\n"
                               "NTE4NThaMBUxEzARBgNVBAMMCkEgc3RyYW5nZXIwWTATBgcqhkjOPQIBBggqhkjO\n"
                               "PQMBBwNCAAQpERXfSefC6gTGGjvxoLOTB8xRFBCg4e1hTgGByfq0Ae9GT8XRG1PC\n"
                               "fyc+KSzW3pS0XPYQ455HRKeyET8w/q3Xo1MwUTAdBgNVHQ4EFgQU7KywBCYaFSX0\n"
                               "zh8/OOxcmQanC4EwHwYDVR0jBBgwFoAU7KywBCYaFSX0zh8/OOxcmQanC4EwDwYD\n"
                               "VR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNJADBGAiEAuITkFjneq2+pqjhY2CWd\n"
                               "JH9L4os05DxYoFsK5A1GyU4CIQCd2jWg2tUCHoIeHUCQOsBJpTeXpNj90mu23Z3Q\n"
                               "Lh91/g==\n"
                               "-----END CERTIFICATE-----\n";

/* The trust store of the system, as an environment variable moves it; or a ca_file. */
static void believes_later(const char *ca_file, const char *issuers)
{
    char both[16384];
    af_error error = AF_ERROR_INIT;
    put("issuers.pem", STRANGER);
    af_config *config = test_config();
    OK(af_config_set_ca_file(config, ca_file, &error));
    af_client *client = client_of(config);
    CHECK_STATUS(af_login(client, KEY, NULL, &error), AF_STATUS_TLS_UNTRUSTED);

    CHECK_BELOW(snprintf(both, sizeof both, "%s%s", STRANGER, issuers), sizeof both);
    put("issuers.pem", both);
    admin_do("DELETE", "/dev/requests", "");
    log_in(client);
    CHECK_EQ(request_count("validate", 1), 1);
    log_out(client);

    /* Once read, it stays: the file may go. */
    CHECK_EQ(unlink("issuers.pem"), 0);
    log_in(client);
    af_client_free(client);
}

int main(void)
{
    char path[4200];
    char *issuers = contents_of(setting("AF_TEST_CA_FILE"));
    CHECK(issuers != NULL);
    snprintf(path, sizeof path, "%s/issuers.pem", enter_folder());
    CHECK(set_variable("SSL_CERT_FILE", path));
#ifndef _WIN32
    /* Windows has a trust store that no variable moves. */
    believes_later(NULL, issuers);
#endif
    believes_later("issuers.pem", issuers);
    free(issuers);
    leave_folder();
    return 0;
}
