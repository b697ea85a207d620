/* A process killed at any step leaves the old file or the new one. */
/* where: not windows, because the steps are those of a system with descriptors */
/* takes: 3 s */
/* valgrind: no, it has nothing to say of processes that are killed, and there are two hundred */

#include "../harness.h"
#include "../harness/steps.h"

#define OLD "what was there before\n"

/* The parent never uses the library: children of a process that did get AF_STATUS_FORKED for its handles. */
typedef af_status (*writer)(af_client *client, const char *path);

static af_status write_request(af_client *client, const char *path)
{
    af_activation_request_options options = AF_ACTIVATION_REQUEST_OPTIONS_INIT;
    options.created_at = "2026-04-20T00:00:00.000Z";
    return af_write_activation_request(client, &options, path, NULL);
}

static af_status activate(af_client *client, const char *path)
{
    return af_activate_offline(client, LASTING_KEY, path, NULL, NULL);
}

/* Writes in a child process; true if that lived to tell that it succeeded. */
static bool survives(writer write_it, const char *path, enum harm harm, int at)
{
    int ended = 0;
    /* What the child notes is to be seen here. */
    begin_steps(NO_HARM, 0, 0);
    end_steps();
    pid_t child = fork();
    CHECK(child >= 0);
    if (child == 0) {
        af_client *client = client_with_hwid("a machine");
        begin_steps(harm, at, 0);
        af_status status = write_it(client, path);
        end_steps();
        _exit(status == AF_STATUS_OK ? 0 : CHECK_FAILED);
    }
    CHECK_EQ(waitpid(child, &ended, 0), child);
    if (WIFSIGNALED(ended)) {
        CHECK_EQ(WTERMSIG(ended), SIGKILL);
        CHECK_EQ(steps->harmed, 1);
        return false;
    }
    CHECK_EQ(WEXITSTATUS(ended), 0);
    CHECK_EQ(steps->harmed, 0);
    return true;
}

/* The flush of the content comes before the rename, or a power failure could leave an empty file. */
static void check_order(const char *path, const char *folder)
{
    char renamed[200], opened[200], flushed[200];
    snprintf(renamed, sizeof renamed, "rename TEMPORARY to %s", path);
    snprintf(opened, sizeof opened, "open %s", folder);
    snprintf(flushed, sizeof flushed, "fsync %s", folder);
    const char *const order[] = {
        "open TEMPORARY", "write TEMPORARY", "fsync TEMPORARY", renamed, opened, flushed, NULL
    };
    if (!steps_in_order(order))
        FAIL("the steps are not in order: %s", all_steps());
}

static void check_left(const char *path, const char *old, const char *text)
{
    char *contents = contents_of(path);
    if (contents)
        CHECK(strcmp(contents, text) == 0 || (old && strcmp(contents, old) == 0));
    else if (old)
        FAIL("%s is gone after: %s", path, all_steps());
    free(contents);
}

static void try_all(writer write_it, const char *text, const char *path, const char *folder, const char *old)
{
    const enum harm ways[] = { KILLED_BEFORE, KILLED_WITHIN, KILLED_AFTER };
    for (size_t i = 0; i < LENGTH(ways); i++) {
        int at = 0;
        bool survived = false;
        while (!survived) {
            remove_all("target");
            remove_all("made");
            if (old)
                put(path, old);
            survived = survives(write_it, path, ways[i], ++at);
            check_left(path, old, text);
        }
        CHECK_FILE(path, text);
        CHECK_BELOW(6, at);
        check_order(path, folder);
    }
}

static void try_writer(writer write_it)
{
    enter_folder();
    CHECK(survives(write_it, "expected", NO_HARM, 0));
    char *text = contents_of("expected");
    CHECK(text != NULL && strcmp(text, OLD) != 0);
    try_all(write_it, text, "target", ".", OLD);
    try_all(write_it, text, "target", ".", NULL);
    try_all(write_it, text, "made/of/folders", "made/of", NULL);
    /* Each folder that was made is in the one above it for good, too. */
    const char *const order[] = {
        "mkdir made", "mkdir made/of", "open TEMPORARY", "rename TEMPORARY", "fsync .", "fsync made", NULL
    };
    if (!steps_in_order(order))
        FAIL("the steps are not in order: %s", all_steps());
    leave_folder();
    free(text);
}

int main(void)
{
    try_writer(write_request);
    try_writer(activate);
    return 0;
}
