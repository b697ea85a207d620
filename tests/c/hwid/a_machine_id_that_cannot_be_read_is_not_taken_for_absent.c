/* A machine id that cannot be read is not taken for absent. */
/* where: not windows, because the id is no file there */

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/syscall.h>

#include "../harness.h"
#include "../harness/opening.h"

static int refuse_with;

extern long syscall(long number, ...);

IN_FRONT_OF(int, SYSTEMS_OPEN, (const char *path, int flags, ...))
{
    va_list arguments;
    va_start(arguments, flags);
    unsigned mode = flags & O_CREAT ? va_arg(arguments, unsigned) : 0;
    va_end(arguments);
    if (refuse_with && strcmp(path, "/etc/machine-id") == 0) {
        errno = refuse_with;
        return -1;
    }
    return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

/* What a process says that meets no difficulty. */
static void id_of_a_good_start(char id[65])
{
    struct child child;
    int ends[2];
    CHECK_EQ(pipe(ends), 0);
    if (fork_child(&child)) {
        af_error error = AF_ERROR_INIT;
        OK(af_client_hwid(test_client(), id, 65, NULL, &error));
        CHECK_EQ(write(ends[1], id, 65), 65);
        child_passed(&child);
    }
    join_child(&child);
    CHECK_EQ(read(ends[0], id, 65), 65);
    close(ends[0]);
    close(ends[1]);
}

static void nothing_is_asked_while(af_client *client, af_status status, const char *words)
{
    af_error error = AF_ERROR_INIT;
    char id[65] = "untouched";
    REFUSED(af_client_hwid(client, id, sizeof id, NULL, &error), status, words);
    CHECK_TEXT(id, "untouched");
    REFUSED(af_login(client, KEY, NULL, &error), status, words);
    REFUSED(af_login_start(client, KEY, NULL, &error), status, words);
    REFUSED(af_activate_offline(client, LASTING_KEY, NULL, NULL, &error), status, words);
    REFUSED(af_create_activation_request(client, NULL, id, sizeof id, NULL, &error), status, words);
}

static void without_descriptors(af_client *client)
{
    struct rlimit before, none;
    CHECK_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
    none = before;
    int next = dup(0);
    none.rlim_cur = (rlim_t)next;
    close(next);
    CHECK_EQ(setrlimit(RLIMIT_NOFILE, &none), 0);
    nothing_is_asked_while(client, AF_STATUS_OUT_OF_RESOURCES, "/etc/machine-id");
    CHECK_EQ(setrlimit(RLIMIT_NOFILE, &before), 0);
}

int main(void)
{
    const int others[] = { EACCES, EIO, ELOOP };
    af_error error = AF_ERROR_INIT;
    char expected[65], id[65];
    id_of_a_good_start(expected);
    af_client *client = test_client();
    /* All of them before anything could be read, in the one process that has to forget them. */
    without_descriptors(client);
    for (size_t i = 0; i < LENGTH(others); i++) {
        refuse_with = others[i];
        nothing_is_asked_while(client, AF_STATUS_HWID_UNAVAILABLE, "/etc/machine-id");
    }
    refuse_with = EMFILE;
    nothing_is_asked_while(client, AF_STATUS_OUT_OF_RESOURCES, "/etc/machine-id");
    refuse_with = 0;
    CHECK_EQ(request_count("validate", 0) + request_count("offline_activate", 0), 0);
    OK(af_client_hwid(client, id, sizeof id, NULL, &error));
    CHECK_TEXT(id, expected);
    OK(af_login(client, KEY, NULL, &error));
    /* Known now, so that nothing is read any more. */
    refuse_with = EMFILE;
    OK(af_client_hwid(test_client(), id, sizeof id, NULL, &error));
    CHECK_TEXT(id, expected);
    af_client_free(client);
    return 0;
}
