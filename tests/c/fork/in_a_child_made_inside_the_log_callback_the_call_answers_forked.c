/* In a child made inside the log callback the call answers forked. */
/* where: not windows, not qemu, because there is no fork, and a child that is made beside threads ends in an assertion of qemu */

#include "../harness.h"

static pid_t parent;
static struct child child;
static bool forked;

static void on_log(af_log_level level, const char *text, size_t length, void *user_data)
{
    (void)level, (void)text, (void)length, (void)user_data;
    if (forked)
        return;
    forked = true;
    fork_child(&child);
    if (getpid() != parent)
        alarm((unsigned)PATIENCE);
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    parent = getpid();
    af_client *client = test_client();
    OK(af_set_log_callback(AF_LOG_LEVEL_DEBUG, on_log, NULL, NULL, &error));
    const char *files[] = { NULL, "license" };
    enter_folder();
    for (size_t i = 0; i < LENGTH(files); i++) {
        forked = false;
        af_status status = files[i] ? af_activate_offline(client, LASTING_KEY, files[i], NULL, &error)
                                    : af_login(client, KEY, NULL, &error);
        if (getpid() != parent) {
            CHECK_STATUS(status, AF_STATUS_FORKED);
            CHECK_STATUS(error.status, AF_STATUS_FORKED);
            /* Its own is not inside any callback. */
            af_client *own = test_client();
            log_in(own);
            OK(af_write_activation_request(own, NULL, "request", &error));
            af_client_free(own);
            child_passed(&child);
        }
        CHECK_STATUS(status, AF_STATUS_OK);
        CHECK(forked);
        join_child(&child);
        CHECK(af_is_authenticated(client));
    }
    CHECK_TEXT(names_in("."), "license request");
    leave_folder();
    af_client_free(client);
    OK(af_set_log_callback(AF_LOG_LEVEL_OFF, NULL, NULL, NULL, &error));
    return 0;
}
