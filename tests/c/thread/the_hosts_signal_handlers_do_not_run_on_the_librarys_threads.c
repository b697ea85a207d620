/* The host's signal handlers do not run on the library's threads. */
/* where: not windows, because no thread is sent a signal there */

#include <signal.h>

#include "../harness.h"

static const int signals[] = { SIGUSR1, SIGUSR2, SIGTERM, SIGINT, SIGHUP, SIGALRM, SIGCHLD, SIGPIPE };
static volatile sig_atomic_t handled;
static pthread_t host;

static void handler(int number)
{
    (void)number;
    if (!pthread_equal(pthread_self(), host))
        _exit(CHECK_FAILED);
    handled++;
}

int main(void)
{
    static struct recorder recorder = RECORDER_INIT;
    af_error error = AF_ERROR_INIT;
    sigset_t ours, before, after, pending;
    struct sigaction action;
    host = pthread_self();
    memset(&action, 0, sizeof action);
    action.sa_handler = handler;
    sigemptyset(&ours);
    for (size_t i = 0; i < LENGTH(signals); i++) {
        CHECK_EQ(sigaction(signals[i], &action, NULL), 0);
        sigaddset(&ours, signals[i]);
    }
    CHECK_EQ(pthread_sigmask(SIG_BLOCK, NULL, &before), 0);
    af_client *client = test_client();
    record_from(&recorder, client);
    OK(af_login_start(client, KEY, NULL, &error));
    wait_for_report(&recorder, AF_EVENT_KIND_REQUEST_FINISHED, 1);
    log_in(client);
    CHECK(thread_count() > 2);
    /* The library leaves the host's own mask and handlers alone. */
    CHECK_EQ(pthread_sigmask(SIG_BLOCK, NULL, &after), 0);
    for (size_t i = 0; i < LENGTH(signals); i++) {
        struct sigaction now;
        CHECK_EQ(sigismember(&after, signals[i]), sigismember(&before, signals[i]));
        CHECK_EQ(sigaction(signals[i], NULL, &now), 0);
        CHECK(now.sa_handler == handler);
    }

    CHECK_EQ(pthread_sigmask(SIG_BLOCK, &ours, NULL), 0);
    for (size_t i = 0; i < LENGTH(signals); i++)
        CHECK_EQ(kill(getpid(), signals[i]), 0);
    /* Nobody takes them while the host does not. */
    CHECK_EQ(sigpending(&pending), 0);
    for (size_t i = 0; i < LENGTH(signals); i++)
        CHECK(sigismember(&pending, signals[i]));
    CHECK_EQ(handled, 0);
    CHECK_EQ(pthread_sigmask(SIG_UNBLOCK, &ours, NULL), 0);
    CHECK_EQ(handled, LENGTH(signals));
    af_client_free(client);
    return 0;
}
