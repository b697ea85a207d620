/* A written file is for its owner alone, whatever the umask. */
/* where: not windows, because it has no umask */

#include "../harness.h"

int main(void)
{
    const mode_t masks[] = { 0000, 0022, 0077, 0002, 0177, 0277, 0777 };
    const mode_t olds[] = { 0600, 0644, 0666, 0755, 0200 };
    af_error error = AF_ERROR_INIT;
    af_client *client = test_client();
    enter_folder();
    for (size_t i = 0; i < LENGTH(masks); i++) {
        const mode_t before = umask(masks[i]);
        OK(af_write_activation_request(client, NULL, "request", &error));
        OK(af_activate_offline(client, LASTING_KEY, "license", NULL, &error));
        umask(before);
        if (mode_of("request") != (S_IFREG | 0600) || mode_of("license") != (S_IFREG | 0600))
            FAIL("umask %03o: modes %o and %o", (unsigned)masks[i], mode_of("request"), mode_of("license"));
        /* And so it can be written again. */
        OK(af_write_activation_request(client, NULL, "request", &error));
        remove_all("request");
        remove_all("license");
    }
    /* What others could read before they cannot any more. */
    for (size_t i = 0; i < LENGTH(olds); i++) {
        put("request", "old");
        CHECK_EQ(chmod("request", olds[i]), 0);
        OK(af_write_activation_request(client, NULL, "request", &error));
        CHECK_EQ(mode_of("request"), S_IFREG | 0600);
    }
    leave_folder();
    af_client_free(client);
    return 0;
}
