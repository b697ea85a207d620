/* A license key in the name of a folder stays out of the log. */
/* where: not windows, because nobody can make a folder there that takes files and cannot be opened */

#include "../harness.h"

#define FOLDER "backup-" LASTING_KEY

static char said[8192];

static void on_log(af_log_level level, const char *text, size_t length, void *user_data)
{
    (void)level, (void)user_data;
    CHECK_BELOW(strlen(said) + length + 2, sizeof said);
    strncat(said, text, length);
    strcat(said, "\n");
}

int main(void)
{
    struct child child;
    enter_folder();
    CHECK_EQ(chmod(".", 0755), 0);
    /* Such a folder takes files, and cannot be opened, so not be flushed. */
    CHECK_EQ(mkdir(FOLDER, 0), 0);
    CHECK_EQ(chmod(FOLDER, 0333), 0);
    if (fork_child(&child)) {
        af_error error = AF_ERROR_INIT;
        if (getuid() == 0)
            CHECK_EQ(setuid(65534), 0);
        OK(af_set_log_callback(AF_LOG_LEVEL_DEBUG, on_log, NULL, NULL, &error));
        af_client *client = test_client();
        OK(af_write_activation_request(client, NULL, FOLDER "/request", &error));
        CHECK_HAS(said, "could not be flushed");
        OK(af_activate_offline(client, LASTING_KEY, FOLDER "/new/license", NULL, &error));
        af_client_free(client);
        if (strstr(said, "EVER") || strstr(said, "5GRN"))
            FAIL("the log has the key: %s", said);
        child_passed(&child);
    }
    join_child(&child);
    CHECK_EQ(chmod(FOLDER, 0755), 0);
    leave_folder();
    return 0;
}
