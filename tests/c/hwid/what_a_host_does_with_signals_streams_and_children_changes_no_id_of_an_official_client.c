/* What a host does with signals, streams and children changes no id of an official client. */
/* where: not windows, because the machine is put together of what Linux is asked for */
/* takes: 5 s */
/* valgrind: no, the program it runs has two seconds by the clock */

#define _GNU_SOURCE
#include <signal.h>

#include "../harness.h"
#include "../harness/machine.h"

static volatile bool stop;
static int said;

/* As a host does that waits for whatever ends. */
static void *take_children(void *unused)
{
    (void)unused;
    while (!stop)
        while (waitpid(-1, NULL, WNOHANG) > 0)
            ;
    return NULL;
}

static void ignores_children(void)
{
    CHECK(signal(SIGCHLD, SIG_IGN) != SIG_ERR);
}

static void wants_no_zombies(void)
{
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = SIG_DFL;
    action.sa_flags = SA_NOCLDWAIT;
    CHECK_EQ(sigaction(SIGCHLD, &action, NULL), 0);
}

static void waits_for_all(void)
{
    start_thread(take_children, NULL);
}

static void blocks_all_signals(void)
{
    sigset_t all;
    sigfillset(&all);
    CHECK_EQ(pthread_sigmask(SIG_SETMASK, &all, NULL), 0);
    /* One that is blocked cannot end the program so. */
    write_program("kill -TERM $$\necho blocked");
}

static void has_no_streams(void)
{
    said = fcntl(2, F_DUPFD_CLOEXEC, 3);
    close(0);
    close(1);
    close(2);
    write_program("read line && exit 7\necho x >&2 || exit 8\n" DISKS);
}

/* Somebody else has the other end of the pipe for a while, as a child has that is forked at the wrong moment. */
static void leaves_the_output_open(void)
{
    CHECK_EQ(mkfifo("held", 0600), 0);
    write_program("(read line < held) &\n" DISKS);
}

static void prints_without_end(void)
{
    write_program(DISKS "\nhead -c 1000000 /dev/zero | tr '\\0' ' '");
}

static void closes_its_output_first(void)
{
    write_program(DISKS "\nexec >&-\n: $(head -c 100000 /dev/zero | wc -c)");
}

static void fails_with_a_word(void)
{
    write_program(DISKS "\nexit 3");
}

static void plain(void)
{
}

/* In a process of its own, in which no id was made. */
static void try_in_child(void (*prepare)(void), af_status status, const char *expected)
{
    struct child child;
    if (fork_child(&child)) {
        char id[80] = "";
        af_error error = AF_ERROR_INIT;
        af_client *client = client_with_source(AF_HWID_SOURCE_CPP_1);
        prepare();
        note_descriptors();
        int descriptors = 0, now = 0;
        for (int fd = 0; fd < 256; fd++)
            descriptors += hosts_descriptors[fd];
        /* One that the machine was too busy for is tried again. */
        af_status made;
        do
            made = af_client_hwid(client, id, sizeof id, NULL, &error);
        while (made == AF_STATUS_HWID_UNAVAILABLE && strstr(error.message, "2 s"));
        if (prepare == has_no_streams)
            dup2(said, 2);
        CHECK_STATUS(made, status);
        if (expected)
            CHECK_TEXT(id, expected);
        else
            CHECK_HAS(error.message, "signal");
        for (int fd = 3; fd < 256; fd++)
            now += fcntl(fd, F_GETFD) != -1;
        for (int fd = 0; fd < 3; fd++)
            now += hosts_descriptors[fd];
        CHECK_EQ(now, descriptors);
        if (prepare == leaves_the_output_open)
            close(open("held", O_WRONLY));
        stop = true;
        /* It is no more, and was waited for. */
        CHECK_EQ(kill(spawned_process, 0), -1);
        CHECK_EQ(errno, ESRCH);
        child_passed(&child);
    }
    join_child(&child);
    write_program(DISKS);
}

int main(void)
{
    enter_machine();
    try_in_child(plain, AF_STATUS_OK, CPP_1_ID);
    try_in_child(ignores_children, AF_STATUS_OK, CPP_1_ID);
    try_in_child(wants_no_zombies, AF_STATUS_OK, CPP_1_ID);
    try_in_child(waits_for_all, AF_STATUS_OK, CPP_1_ID);
    try_in_child(has_no_streams, AF_STATUS_OK, CPP_1_ID);
    try_in_child(leaves_the_output_open, AF_STATUS_OK, CPP_1_ID);
    try_in_child(prints_without_end, AF_STATUS_OK, CPP_1_ID);
    try_in_child(closes_its_output_first, AF_STATUS_OK, CPP_1_ID);
    try_in_child(fails_with_a_word, AF_STATUS_OK, CPP_1_ID);
    try_in_child(blocks_all_signals, AF_STATUS_HWID_UNAVAILABLE, NULL);
    leave_folder();
    return 0;
}
