/* A stderr that takes nothing holds up neither a call nor the end of the process. */
/* takes: 12 s */

#define _GNU_SOURCE
#include "../harness.h"

#include <fcntl.h>
#include <signal.h>
#include <termios.h>

static struct counter failed = COUNTER_INIT;

static void note_failure(af_log_level level, const char *text, size_t length, void *user_data)
{
    (void)level, (void)user_data;
    if (memmem(text, length, "heartbeat failed", 16))
        count_up(&failed);
}

/* A pipe that nobody reads, as stderr. */
static void full_pipe(void)
{
    static const char filling[4096];
    int ends[2];
    CHECK_EQ(pipe(ends), 0);
    CHECK_EQ(fcntl(ends[1], F_SETFL, O_NONBLOCK), 0);
    while (write(ends[1], filling, sizeof filling) > 0) {
    }
    CHECK_EQ(fcntl(ends[1], F_SETFL, 0), 0);
    CHECK(dup2(ends[1], STDERR_FILENO) >= 0);
}

/* A pipe whose reader has gone, as stderr. */
static void broken_pipe(void)
{
    int ends[2];
    CHECK_EQ(pipe(ends), 0);
    close(ends[0]);
    signal(SIGPIPE, SIG_DFL);
    CHECK(dup2(ends[1], STDERR_FILENO) >= 0);
}

/* A terminal on which somebody has pressed Ctrl-S, as stderr. */
static void stopped_terminal(void)
{
    int terminal = posix_openpt(O_RDWR | O_NOCTTY);
    CHECK(terminal >= 0);
    CHECK(grantpt(terminal) == 0 && unlockpt(terminal) == 0);
    int other = open(ptsname(terminal), O_RDWR | O_NOCTTY);
    CHECK(other >= 0);
    CHECK_EQ(tcflow(other, TCOOFF), 0);
    CHECK(dup2(other, STDERR_FILENO) >= 0);
}

static void closed(void)
{
    close(STDERR_FILENO);
}

/* A failed login ends the child with status 1, whatever its stderr is. */
static void ends_although(void (*stderr_is)(void), const char *what)
{
    af_error error = AF_ERROR_INIT;
    long began = now_ms();
    pid_t child = fork();
    CHECK(child >= 0);
    if (child == 0) {
        af_config *config = test_config();
        OK(af_config_set_failure_policy(config, AF_FAILURE_POLICY_EXIT, &error));
        af_client *client = client_of(config);
        stderr_is();
        af_login(client, "WRNG-WRNG-WRNG-WRNG", NULL, NULL);
        _exit(CHECK_FAILED);
    }
    int ended = 0;
    pid_t gone = 0;
    CHECK_SOON((gone = waitpid(child, &ended, WNOHANG)) != 0);
    CHECK_EQ(gone, child);
    if (!WIFEXITED(ended) || WEXITSTATUS(ended) != 1)
        FAIL("with %s it ended with %#x after %ld ms", what, (unsigned)ended, now_ms() - began);
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    ends_although(full_pipe, "a full pipe");
    ends_although(broken_pipe, "a broken pipe");
    ends_although(stopped_terminal, "a stopped terminal");
    ends_although(closed, "no stderr");

    af_config *config = test_config();
    OK(af_config_set_failure_policy(config, AF_FAILURE_POLICY_EXIT, &error));
    OK(af_set_log_callback(AF_LOG_LEVEL_WARN, note_failure, NULL, NULL, &error));
    af_client *client = client_of(config);
    log_in(client);
    add_fault("{\"fault\":{\"error\":{\"code\":\"system_error\"}},\"endpoint\":\"heartbeat\"}");
    int own = dup(STDERR_FILENO);
    full_pipe();
    bool came = count_reaches(&failed, 1, PATIENCE);
    /* The line is on its way. A call that hangs is ended by this. */
    alarm(30);
    long began = now_ms(), most = 0;
    while (now_ms() < began + 300) {
        long before = now_ms();
        af_client_cancel(client, 1, NULL);
        most = now_ms() - before > most ? now_ms() - before : most;
    }
    long before = now_ms();
    af_status status = af_logout(client, NULL);
    most = now_ms() - before > most ? now_ms() - before : most;
    CHECK(dup2(own, STDERR_FILENO) >= 0);
    CHECK(came);
    CHECK_STATUS(status, AF_STATUS_OK);
    CHECK_BELOW(most, 5000);
    af_client_free(client);
    OK(af_shutdown(10000, &error));
    return 0;
}
