/* Faults and collectors reach the library's threads by signal. */
/* where: not windows, because no thread is sent a signal there */

/* A managed runtime stops every thread that one of its callbacks has run on by a signal, and waits for it; and
 * a fault whose signal is blocked is a kill, of which no crash reporter hears. */

#include <signal.h>

#include "../harness.h"

/* SIGPWR, which Boehm's collector uses; POSIX does not name it. */
#define POWER 30

static struct counter done = COUNTER_INIT;
static volatile sig_atomic_t stopped;

static void stop(int number)
{
    (void)number;
    stopped++;
}

static void on_event(af_client *client, const af_event *event, void *user_data)
{
    const int wanted[] = { SIGSEGV, SIGBUS,  SIGFPE, SIGILL,   SIGTRAP,     SIGSYS,
                           SIGABRT, SIGXCPU, POWER,  SIGRTMIN, SIGRTMAX - 2 };
    const int collectors[] = { SIGXCPU, POWER, SIGRTMIN, SIGRTMAX - 2 };
    sigset_t blocked;
    (void)client, (void)user_data;
    if (event->kind != AF_EVENT_KIND_LOGGED_IN)
        return;
    CHECK_EQ(pthread_sigmask(SIG_BLOCK, NULL, &blocked), 0);
    for (size_t i = 0; i < LENGTH(wanted); i++)
        CHECK_EQ(sigismember(&blocked, wanted[i]), 0);
    CHECK_EQ(sigismember(&blocked, SIGTERM), 1);
    /* As a collector does, but from here: it arrives before the call returns. */
    for (size_t i = 0; i < LENGTH(collectors); i++)
        CHECK_EQ(raise(collectors[i]), 0);
    count_up(&done);
}

int main(void)
{
    const int collectors[] = { SIGXCPU, POWER, SIGRTMIN, SIGRTMAX - 2 };
    struct sigaction action;
    af_error error = AF_ERROR_INIT;
    memset(&action, 0, sizeof action);
    action.sa_handler = stop;
    for (size_t i = 0; i < LENGTH(collectors); i++)
        CHECK_EQ(sigaction(collectors[i], &action, NULL), 0);
    af_client *client = test_client();
    OK(af_client_set_event_callback(client, on_event, NULL, NULL, &error));
    log_in(client);
    CHECK(count_reaches(&done, 1, PATIENCE));
    CHECK_EQ(stopped, LENGTH(collectors));
    af_client_free(client);
    return 0;
}
