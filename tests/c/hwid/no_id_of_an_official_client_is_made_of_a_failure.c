/* No id of an official client is made of a failure. */
/* where: not windows, not qemu, because the machine is put together of what Linux is asked for, and a child that is made beside threads ends in an assertion of qemu */
/* takes: 5 s */
/* valgrind: no, it has descriptors of its own among them, and the program has two seconds by the clock */

#define _GNU_SOURCE
#include <signal.h>
#include <sys/resource.h>

#include "../harness.h"
#include "../harness/machine.h"

static void refused(af_client *client, af_status status, const char *words)
{
    af_error error = AF_ERROR_INIT;
    char id[80] = "untouched";
    REFUSED(af_client_hwid(client, id, sizeof id, NULL, &error), status, words);
    CHECK_TEXT(id, "untouched");
    REFUSED(af_validate(client, KEY, NULL, &error), status, words);
    CHECK_EQ(request_count("validate", 0), 0);
}

static void no_process(af_client *client)
{
    const int shortages[] = { EAGAIN, ENOMEM, EMFILE, ENFILE }, others[] = { EIO, EFAULT, E2BIG };
    for (size_t i = 0; i < LENGTH(shortages); i++) {
        spawn_error = shortages[i];
        refused(client, AF_STATUS_OUT_OF_RESOURCES, "disks");
    }
    for (size_t i = 0; i < LENGTH(others); i++) {
        spawn_error = others[i];
        refused(client, AF_STATUS_HWID_UNAVAILABLE, "disks");
    }
    spawn_error = 0;
    cpuinfo_error = EMFILE;
    refused(client, AF_STATUS_OUT_OF_RESOURCES, "/proc/cpuinfo");
    cpuinfo_error = EACCES;
    refused(client, AF_STATUS_HWID_UNAVAILABLE, "/proc/cpuinfo");
    cpuinfo_error = 0;
}

static void a_program_that_tells_nothing(af_client *client)
{
    write_program("kill -9 $$");
    refused(client, AF_STATUS_HWID_UNAVAILABLE, "signal");
    write_program("echo half\nkill -9 $$");
    refused(client, AF_STATUS_HWID_UNAVAILABLE, "signal");
    CHECK_EQ(mkfifo("never", 0600), 0);
    write_program("echo half\nexec cat never");
    refused(client, AF_STATUS_HWID_UNAVAILABLE, "2 s");
    CHECK_EQ(kill(spawned_process, 0), -1);
    /* It cannot be told from one that has failed. */
    void (*before)(int) = signal(SIGCHLD, SIG_IGN);
    write_program("exit 0");
    refused(client, AF_STATUS_HWID_UNAVAILABLE, "exit status");
    signal(SIGCHLD, before);
    write_program(DISKS);
}

/* Want of descriptors is want of a resource however many there are; with enough of them the id is right. The program
 * gets the host's limit, and needs some. */
static void descriptors(af_client *client)
{
    struct rlimit before, few;
    af_error error = AF_ERROR_INIT;
    char id[80];
    int first = fcntl(0, F_DUPFD, 3), wants = 0;
    close(first);
    CHECK_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
    for (int more = 0;; more++) {
        few = before;
        few.rlim_cur = (rlim_t)(first + more);
        CHECK_EQ(setrlimit(RLIMIT_NOFILE, &few), 0);
        af_status status = af_client_hwid(client, id, sizeof id, NULL, &error);
        CHECK_EQ(setrlimit(RLIMIT_NOFILE, &before), 0);
        if (status == AF_STATUS_OK)
            break;
        if (status == AF_STATUS_HWID_UNAVAILABLE && strstr(error.message, "2 s"))
            continue;
        CHECK_STATUS(status, AF_STATUS_OUT_OF_RESOURCES);
        CHECK_BELOW(wants++, 64);
    }
    CHECK_TEXT(id, CPP_1_ID);
    CHECK(wants > 10);
}

/* What the clients themselves made of it. */
static void made_of(const char *script, int error_of_spawn, const char *expected)
{
    struct child child;
    if (fork_child(&child)) {
        note_descriptors();
        af_client *client = client_with_source(AF_HWID_SOURCE_CPP_1);
        write_program(script);
        spawn_error = error_of_spawn;
        check_id(client, expected);
        child_passed(&child);
    }
    join_child(&child);
    write_program(DISKS);
}

int main(void)
{
    enter_machine();
    af_client *client = client_with_source(AF_HWID_SOURCE_CPP_1);
    no_process(client);
    a_program_that_tells_nothing(client);
    made_of(DISKS, ENOENT, CPP_1_ID_WITHOUT_PROGRAM);
    made_of(DISKS, EACCES, CPP_1_ID_WITHOUT_PROGRAM);
    made_of("exit 1", 0, CPP_1_ID_WITHOUT_PROGRAM);
    made_of("exit 0", 0, CPP_1_ID_WITHOUT_DISKS);
    made_of("echo; echo ' '", 0, CPP_1_ID_WITHOUT_DISKS);
    /* Nothing of it was kept. */
    descriptors(client);
    af_client_free(client);
    leave_folder();
    return 0;
}
