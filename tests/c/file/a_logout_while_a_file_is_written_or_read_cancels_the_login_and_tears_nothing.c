/* A logout while a file is written or read cancels the login and tears nothing. */
/* where: not windows, because the steps are those of a system with descriptors */

#include "../harness.h"
#include "../harness/steps.h"

static af_client *client;

static void *log_out_there(void *nothing)
{
    (void)nothing;
    log_out(client);
    return NULL;
}

/* From another thread, as a window that is closed does; it waits for no disk. */
static void log_out_elsewhere(void)
{
    pthread_join(start_thread(log_out_there, NULL), NULL);
}

static void free_it(void)
{
    af_client_free(client);
}

static void shut_down(void)
{
    CHECK_STATUS(af_shutdown(60000, NULL), AF_STATUS_OK);
}

static void try_all(bool activate, void (*call)(void))
{
    int written = 0;
    for (int at = 1;; at++) {
        static struct recorder recorder = RECORDER_INIT;
        client = test_client();
        remove_all("license");
        recorder.count = 0;
        record_from(&recorder, client);
        begin_steps(CALLS, at, 0);
        steps->call = call;
        af_status status = activate ? af_activate_offline(client, LASTING_KEY, "license", NULL, NULL)
                                    : af_login_from_file(client, "kept", NULL, NULL);
        end_steps();
        bool called = steps->harmed > 0, authenticated = af_is_authenticated(client);
        af_client_free(client);
        if (!called) {
            CHECK_STATUS(status, AF_STATUS_OK);
            CHECK(at > 1);
            CHECK(activate == (written > 0));
            return;
        }
        CHECK(!authenticated);
        CHECK_EQ(recorder.count, 0);
        /* What is told as cancelled is not done, and what is done is told. */
        CHECK_STATUS(status, activate && access("license", F_OK) == 0 ? AF_STATUS_OK : AF_STATUS_CANCELLED);
        char *kept = contents_of("kept"), *license = contents_of("license");
        CHECK_TEXT(names_in("."), license ? "kept license" : "kept");
        if (license)
            CHECK_TEXT(license, kept);
        written += license != NULL;
        free(kept);
        free(license);
    }
}

int main(void)
{
    void (*const calls[])(void) = { log_out_elsewhere, free_it, shut_down };
    client = test_client();
    enter_folder();
    CHECK_STATUS(af_activate_offline(client, LASTING_KEY, "kept", NULL, NULL), AF_STATUS_OK);
    af_client_free(client);
    for (size_t i = 0; i < LENGTH(calls); i++) {
        try_all(true, calls[i]);
        try_all(false, calls[i]);
    }
    leave_folder();
    return 0;
}
