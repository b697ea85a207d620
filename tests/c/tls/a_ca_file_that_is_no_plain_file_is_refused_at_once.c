/* A ca_file that is no plain file is refused at once. */

#include "../harness.h"

static void refused(const char *path, const char *part)
{
    af_error error = AF_ERROR_INIT;
    af_client *client = NULL;
    af_config *config = test_config();
    OK(af_config_set_ca_file(config, path, &error));
    REFUSED(af_client_new(config, &client, &error), AF_STATUS_INVALID_CONFIG, part);
    CHECK_HAS(error.message, "ca_file");
    CHECK(client == NULL);
    af_config_free(config);
}

static void refuse_devices(void)
{
#ifdef _WIN32
    const char *const devices[] = { "NUL", "nul.pem", "CON", "CONIN$", "COM1", "\\\\.\\pipe\\nobody" };
    for (size_t i = 0; i < LENGTH(devices); i++)
        refused(devices[i], "ca_file");
#else
    CHECK_EQ(mkfifo("pipe", 0600), 0);
    refused("pipe", "no regular file");
    CHECK(make_link("pipe", "link"));
    refused("link", "no regular file");
    refused("/dev/zero", "no regular file");
    refused("/dev/tty", "ca_file");
    refused("/dev/stdin", "no regular file");
#endif
}

int main(void)
{
    enter_folder();
    refuse_devices();
    refused(".", "it is a folder");
    refused("none", "none");

    /* Nine gigabytes, by its length; and a byte too many. */
    const long long lengths[] = { 9LL << 30, 4 * 1024 * 1024 + 1 };
    for (size_t i = 0; i < LENGTH(lengths); i++) {
        remove_all("long");
        CHECK(make_long_file("long", lengths[i]));
        refused("long", "longer than 4194304 bytes");
    }
    leave_folder();
    return 0;
}
