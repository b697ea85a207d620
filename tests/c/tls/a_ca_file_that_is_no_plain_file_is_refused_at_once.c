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

int main(void)
{
    enter_folder();
    CHECK_EQ(mkfifo("pipe", 0600), 0);
    refused("pipe", "no regular file");
    CHECK_EQ(symlink("pipe", "link"), 0);
    refused("link", "no regular file");
    refused("/dev/zero", "no regular file");
    refused("/dev/tty", "ca_file");
    refused("/dev/stdin", "no regular file");
    refused(".", "it is a folder");
    refused("none", "No such file");

    /* Nine gigabytes, by its length; and a byte too many. */
    const off_t lengths[] = { (off_t)9 << 30, 4 * 1024 * 1024 + 1 };
    for (size_t i = 0; i < LENGTH(lengths); i++) {
        put("long", "");
        CHECK_EQ(truncate("long", lengths[i]), 0);
        refused("long", "longer than 4194304 bytes");
    }
    leave_folder();
    return 0;
}
