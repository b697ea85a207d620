/* A write that fails at any step leaves everything as it was. */
/* where: not windows, because the steps are those of a system with descriptors */

#include "../harness.h"
#include "../harness/steps.h"

#define OLD "what was there before\n"

/* Also with a listener nobody hears of it: a file is no login. */
static struct recorder recorder = RECORDER_INIT;

/* Before the rename a failure is one; behind it the new file is in place, whatever else fails. */
static bool was_renamed(void)
{
    for (int i = 0; i < steps->count - 1; i++) {
        if (strncmp(steps->names[i], "rename", 6) == 0)
            return true;
    }
    return false;
}

static af_status write_it(af_client *client, bool activate, const char *path, af_error *error)
{
    return activate ? af_activate_offline(client, LASTING_KEY, path, NULL, error)
                    : af_write_activation_request(client, NULL, path, error);
}

static void check_untouched(const char *old)
{
    CHECK_TEXT(names_in("."), old ? "target" : "");
    if (old)
        CHECK_FILE("target", old);
}

/* Lets the nth step fail, for every n there is. */
static void try_all(af_client *client, bool activate, const char *path, const char *old, int failure,
                    const char *why)
{
    int failed = 0;
    for (int at = 1;; at++) {
        af_error error = AF_ERROR_INIT;
        char before[4096], after[4096];
        OK(af_get_session_data(client, before, sizeof before, NULL, &error));
        remove_all("target");
        remove_all("made");
        if (old)
            put("target", old);
        begin_steps(FAILS, at, failure);
        af_status status = write_it(client, activate, path, &error);
        end_steps();
        if (steps->harmed == 0) {
            CHECK_STATUS(status, AF_STATUS_OK);
            break;
        }
        /* A file that cannot be closed has been flushed before, and to flush one may be forbidden. */
        if (status == AF_STATUS_OK) {
            CHECK(was_renamed() || strncmp(steps->names[at - 1], "close", 5) == 0 ||
                  (failure == EACCES && strncmp(steps->names[at - 1], "fsync", 5) == 0));
            CHECK_EQ(mode_of(path), S_IFREG | 0600);
            continue;
        }
        failed++;
        CHECK_STATUS(status, AF_STATUS_FILE_WRITE_FAILED);
        CHECK_TEXT(error.code, "file_write_failed");
        CHECK_HAS(error.message, path);
        CHECK_HAS(error.message, why);
        check_untouched(old);
        CHECK(af_is_authenticated(client));
        OK(af_get_session_data(client, after, sizeof after, NULL, &error));
        CHECK_TEXT(after, before);
    }
    /* Making and filling the file, flushing it, and putting it in its place. */
    CHECK(failed >= (failure == EACCES ? 3 : 4));
}

int main(void)
{
    af_client *client = client_without_heartbeats();
    const struct {
        int failure;
        const char *why;
    } failures[] = {
        { ENOSPC, "the disk is full" }, { EDQUOT, "quota" }, { EIO, "error 5" }, { EACCES, "denied" }
    };
    log_in(client);
    record_from(&recorder, client);
    enter_folder();
    for (size_t i = 0; i < LENGTH(failures); i++) {
        try_all(client, false, "target", OLD, failures[i].failure, failures[i].why);
        try_all(client, false, "target", NULL, failures[i].failure, failures[i].why);
        try_all(client, false, "made/of/folders", OLD, failures[i].failure, failures[i].why);
    }
    try_all(client, true, "target", OLD, ENOSPC, "the disk is full");
    CHECK(wait_for_report(&recorder, AF_EVENT_KIND_LOGGED_IN, 1).authenticated);
    leave_folder();
    af_client_free(client);
    CHECK_EQ(report_count(&recorder, AF_EVENT_KIND_FAILURE), 0);
    return 0;
}
