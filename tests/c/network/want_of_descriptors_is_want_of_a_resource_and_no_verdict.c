/* Want of descriptors is want of a resource and no verdict. */
/* where: not windows, because nothing limits what a process may open there */
/* devserver: --tls */
/* valgrind: no, it has descriptors of its own among them, and reports the AES-GCM assembler */
/* takes: 8 s */

#include <sys/resource.h>

#include "../harness.h"

static int taken[512], taken_count;

static void leave_descriptors(int count)
{
    for (int fd; (fd = open("/dev/null", O_RDONLY)) >= 0;)
        taken[taken_count++] = fd;
    while (count-- > 0)
        close(taken[--taken_count]);
}

static void give_descriptors(void)
{
    while (taken_count > 0)
        close(taken[--taken_count]);
}

static af_client *client_at(const char *url, const char *ca_file)
{
    af_error error = AF_ERROR_INIT;
    af_config *config = test_config();
    OK(af_config_set_hwid_override(config, "a machine", &error));
    OK(af_config_set_api_base_url(config, url, &error));
    OK(af_config_set_ca_file(config, ca_file, &error));
    OK(af_config_set_request_timeout(config, 5, &error));
    return client_of(config);
}

/* The same call answers otherwise once there are descriptors again: nothing of the want is kept. */
static void want_at(const char *url, const char *ca_file, af_status afterwards)
{
    for (int left = 0; left < 4; left++) {
        af_error error = AF_ERROR_INIT;
        af_client *client = client_at(url, ca_file);
        leave_descriptors(left);
        af_status status = af_validate(client, KEY, NULL, &error);
        give_descriptors();
        if (status != AF_STATUS_OUT_OF_RESOURCES && !(left > 0 && status == afterwards))
            FAIL("%s with %d descriptors: %s: %s", url, left, error.code, error.message);
        CHECK_STATUS(af_validate(client, KEY, NULL, &error), afterwards);
        af_client_free(client);
    }
}

int main(void)
{
    struct rlimit limit = { 256, 256 };
    af_error error = AF_ERROR_INIT;
    const char *ca_file = setting("AF_TEST_CA_FILE");
    CHECK_EQ(setrlimit(RLIMIT_NOFILE, &limit), 0);
    enter_folder();
    want_at(URL, ca_file, AF_STATUS_OK);
    /* The trust store of the system knows no such issuer; reading it takes descriptors beside the connection's. */
    want_at(URL, NULL, AF_STATUS_TLS_UNTRUSTED);
    want_at("https://127.0.0.1:1", NULL, AF_STATUS_NETWORK_ERROR);

    /* A name: nobody could be asked, which is not that nobody knows it. */
    af_client *client = client_at("https://nobody.invalid", NULL);
    leave_descriptors(0);
    REFUSED(af_validate(client, KEY, NULL, &error), AF_STATUS_OUT_OF_RESOURCES, strerror(EMFILE));
    give_descriptors();
    af_client_free(client);

    af_config *config = test_config();
    OK(af_config_set_ca_file(config, ca_file, &error));
    OK(af_config_set_hwid_override(config, "a machine", &error));
    leave_descriptors(0);
    REFUSED(af_client_new(config, &client, &error), AF_STATUS_OUT_OF_RESOURCES, "ca_file");
    give_descriptors();
    OK(af_client_new(config, &client, &error));
    af_config_free(config);

    char *text = mint_for_any(NULL);
    put("file", text);
    put("cut", "no license file");
    leave_descriptors(0);
    REFUSED(af_verify_license_file(client, "file", NULL, &error), AF_STATUS_OUT_OF_RESOURCES, "cannot read");
    REFUSED(af_write_activation_request(client, NULL, "request", &error), AF_STATUS_OUT_OF_RESOURCES,
            "cannot write");
    int before = taken_count;
    give_descriptors();
    CHECK(before > 0);
    REFUSED(af_verify_license_file(client, "none", NULL, &error), AF_STATUS_READ_ERROR, "cannot read");
    OK(af_verify_license_file(client, "file", NULL, &error));
    OK(af_write_activation_request(client, NULL, "request", &error));
    CHECK_TEXT(names_in("."), "cut file request");
    free(text);
    af_client_free(client);
    leave_folder();
    return 0;
}
