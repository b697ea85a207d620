/* An id of an official client is made once and holds up no caller. */
/* where: not windows, not qemu, because the machine is put together of what Linux is asked for, and a child that is made beside threads ends in an assertion of qemu */
/* takes: 5 s */
/* valgrind: no, the program it runs has two seconds by the clock */

#define _GNU_SOURCE
#include <sys/stat.h>

#include "../harness.h"
#include "../harness/machine.h"

#define CALLERS 8

/* What became of a round: all had the id, or the machine was so busy that the program had no time. */
enum outcome { MADE, LATE };

struct caller {
    af_client *client;
    af_status status;
    char id[80];
    pthread_t thread;
};

static struct counter called = COUNTER_INIT;

static void *call(void *argument)
{
    struct caller *caller = argument;
    count_up(&called);
    caller->status = af_client_hwid(caller->client, caller->id, sizeof caller->id, NULL, NULL);
    return NULL;
}

/* The program goes on when somebody opens the pipe, and not before. */
static void let_program_go(void)
{
    int go = open("go", O_WRONLY | O_NONBLOCK);
    /* None reads, if the program was killed. */
    if (go >= 0)
        close(go);
}

static bool is_late(af_status status)
{
    if (status != AF_STATUS_OK)
        CHECK_STATUS(status, AF_STATUS_HWID_UNAVAILABLE);
    return status != AF_STATUS_OK;
}

static enum outcome round_of(af_client *client, struct recorder *recorder, int number)
{
    af_error error = AF_ERROR_INIT;
    struct caller callers[CALLERS];
    struct login cancelled;
    bool late = false;
    int before = (int)count_of(&spawned), report = report_count(recorder, AF_EVENT_KIND_REQUEST_FINISHED);
    long calls = count_of(&called);

    /* Neither of these waits, or the program would never go on. */
    OK(af_validate_start(client, KEY, NULL, &error));
    CHECK(count_reaches(&spawned, before + 1, PATIENCE));
    OK(af_activate_offline_start(client, LASTING_KEY, NULL, NULL, &error));
    CHECK(!pthread_equal(spawning_thread, pthread_self()));
    for (int i = 0; i < CALLERS; i++) {
        callers[i].client = client;
        callers[i].thread = start_thread(call, &callers[i]);
    }
    /* One that waits is cancelled at once, and the others go on waiting. */
    af_client *other = client_with_source(AF_HWID_SOURCE_CPP_1);
    begin_login(&cancelled, other);
    CHECK(count_reaches(&called, calls + CALLERS, PATIENCE));
    log_out(other);
    af_client_free(other);
    af_status end = end_login(&cancelled);
    /* It was told of its end, or came too late to be. */
    CHECK(end == AF_STATUS_CANCELLED || end == AF_STATUS_INVALID_HANDLE || is_late(end));

    let_program_go();
    for (int i = 0; i < CALLERS; i++) {
        CHECK_EQ(pthread_join(callers[i].thread, NULL), 0);
        CHECK(!pthread_equal(spawning_thread, callers[i].thread));
        late |= is_late(callers[i].status);
        if (callers[i].status == AF_STATUS_OK)
            CHECK_TEXT(callers[i].id, CPP_1_ID);
    }
    for (int i = 1; i <= 2; i++)
        late |= is_late(wait_for_report(recorder, AF_EVENT_KIND_REQUEST_FINISHED, report + i).status);
    /* In a round that was not late, once; a late one may have found a caller that tried again. */
    if (!late)
        CHECK_EQ(count_of(&spawned), before + 1);
    CHECK_BELOW(number, 20);
    return late ? LATE : MADE;
}

int main(void)
{
    static struct recorder recorder = RECORDER_INIT;
    af_error error = AF_ERROR_INIT;
    struct child child;
    enter_machine();
    CHECK_EQ(mkfifo("go", 0600), 0);
    write_program("read line < go\n" DISKS);
    int threads = thread_count();
    af_client *client = client_with_source(AF_HWID_SOURCE_CPP_1);
    /* Making a client takes no thread and no program. */
    CHECK_EQ(thread_count(), threads);
    CHECK_EQ(count_of(&spawned), 0);
    record_from(&recorder, client);
    for (int number = 0; round_of(client, &recorder, number) == LATE; number++)
        ;

    /* From now on it is known, in a child of this process too. */
    long spawns = count_of(&spawned);
    if (fork_child(&child)) {
        note_descriptors();
        af_client *own = client_with_source(AF_HWID_SOURCE_CPP_1);
        check_id(own, CPP_1_ID);
        log_in(own);
        af_client_free(own);
        CHECK_EQ(count_of(&spawned), spawns);
        child_passed(&child);
    }
    join_child(&child);
    check_id(client, CPP_1_ID);
    log_in(client);
    CHECK_EQ(count_of(&spawned), spawns);

    /* One that goes on is left to itself by whoever frees its client, and joined by a shutdown. */
    af_client *last = client_with_source(AF_HWID_SOURCE_CSHARP_1);
    OK(af_validate_start(last, KEY, NULL, &error));
    CHECK(count_reaches(&spawned, spawns + 1, PATIENCE));
    af_client_free(last);
    OK(af_shutdown((unsigned)PATIENCE * 1000, &error));
    CHECK_EQ(thread_count(), threads);
    CHECK(!has_children());
    CHECK_EQ(errno, ECHILD);
    af_client_free(client);
    leave_folder();
    return 0;
}
