/* A program may end in any way while the library works. */
/* where: not qemu, because it starts itself, which qemu does not do for it */
/* valgrind: no, it does not follow a program that starts itself anew */

#include "../harness.h"

/* Each is tried by a process of its own, in which a login hangs, a heartbeat hangs, a callback runs and another client is
 * idle; and each ends soon, with its own status, and silent. */
static const char *const ways[] = {
    "return", "exit", "quick", "thread-exit", "callback-exit", "callback-quick", "handler-frees", "abrupt",
};

#define ENDED_WELL 7

static const char *way;
static af_client *client;
static struct counter inside = COUNTER_INIT;

static bool is(const char *wanted)
{
    return strcmp(way, wanted) == 0;
}

static void end_at_once(void)
{
#ifdef _WIN32
    if (is("abrupt"))
        TerminateProcess(GetCurrentProcess(), ENDED_WELL);
    ExitProcess(ENDED_WELL);
#else
    _exit(ENDED_WELL);
#endif
}

static void on_event(af_client *told, const af_event *event, void *user_data)
{
    (void)told, (void)event, (void)user_data;
    count_up(&inside);
    if (is("callback-exit"))
        exit(ENDED_WELL);
    if (is("callback-quick"))
        end_at_once();
    /* It runs on until the process is gone. */
    for (;;)
        sched_yield();
}

static void *end_here(void *unused)
{
    exit(ENDED_WELL);
    return unused;
}

static void handler(void)
{
    af_error error = AF_ERROR_INIT;
    /* Who waits for the callback would wait for ever. */
    CHECK_STATUS(af_shutdown(0, &error), AF_STATUS_STILL_RUNNING);
}

static int end_as_told(void)
{
    af_error error = AF_ERROR_INIT;
    if (is("handler-frees"))
        CHECK_EQ(atexit(handler), 0);
    client = test_client();
    af_client *idle = test_client();
    add_fault("{\"fault\":\"hang\",\"endpoint\":\"heartbeat\",\"count\":1000}");
    log_in(idle);
    OK(af_client_set_event_callback(client, on_event, NULL, NULL, &error));
    log_in(client);
    add_fault("{\"fault\":\"hang\",\"endpoint\":\"validate\",\"count\":1000}");
    OK(af_login_start(idle, KEY, NULL, &error));
    free(requests("validate", 3));
    CHECK(count_reaches(&inside, 1, PATIENCE));
    if (is("exit") || is("handler-frees"))
        exit(ENDED_WELL);
    if (is("quick") || is("abrupt"))
        end_at_once();
    if (is("thread-exit"))
        pthread_join(start_thread(end_here, NULL), NULL);
    /* Those of the callback have ended the process by then. */
    while (is("callback-exit") || is("callback-quick"))
        sched_yield();
    return ENDED_WELL;
}

int main(int count, char **arguments)
{
    if (count > 1) {
        way = arguments[1];
        return end_as_told();
    }
    for (size_t i = 0; i < LENGTH(ways); i++) {
        long begun = now_ms();
        int status = end_of_program(start_program(arguments[0], ways[i]));
        if (status != ENDED_WELL)
            FAIL("%s ended with %d", ways[i], status);
        CHECK_BELOW(now_ms() - begun, PATIENCE * 1000L);
        clear_faults();
    }
    return 0;
}
