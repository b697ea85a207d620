/* A stderr that takes nothing holds up neither a call nor the end of the process. */
/* where: not qemu, because it starts itself, which qemu does not do for it */
/* takes: 12 s */

#define _GNU_SOURCE
#include "../harness.h"

#if HAS_MODES
#include <termios.h>
#endif

static struct counter failed = COUNTER_INIT;

static void note_failure(af_log_level level, const char *text, size_t length, void *user_data)
{
    (void)level, (void)user_data;
    if (has(text, length, "heartbeat failed"))
        count_up(&failed);
}

/* Both of the last pipe. */
static int ends[2];

/* A pipe that nobody reads, as stderr. */
static void full_pipe(void)
{
    static const char filling[4096];
    CHECK(make_pipe(ends));
    let_pipe_wait(ends[1], false);
    while (write(ends[1], filling, sizeof filling) > 0) {
    }
    let_pipe_wait(ends[1], true);
    CHECK(dup2(ends[1], STDERR_FILENO) >= 0);
}

/* A pipe whose reader has gone, as stderr. */
static void broken_pipe(void)
{
    CHECK(make_pipe(ends));
    close(ends[0]);
    CHECK(dup2(ends[1], STDERR_FILENO) >= 0);
}

/* A terminal on which somebody has pressed Ctrl-S, as stderr. */
static void stopped_terminal(void)
{
#if HAS_MODES
    int terminal = posix_openpt(O_RDWR | O_NOCTTY);
    CHECK(terminal >= 0);
    CHECK(grantpt(terminal) == 0 && unlockpt(terminal) == 0);
    int other = open(ptsname(terminal), O_RDWR | O_NOCTTY);
    CHECK(other >= 0);
    CHECK_EQ(tcflow(other, TCOOFF), 0);
    CHECK(dup2(other, STDERR_FILENO) >= 0);
#endif
}

static void closed(void)
{
    close(STDERR_FILENO);
}

static const struct {
    const char *what;
    void (*is_stderr)(void);
} ways[] = {
    { "a full pipe", full_pipe },
    { "a broken pipe", broken_pipe },
    { "a stopped terminal", stopped_terminal },
    { "no stderr", closed },
};

/* A failed login ends this process with status 1, whatever its stderr is. */
static int fail(int way)
{
    af_error error = AF_ERROR_INIT;
    af_config *config = test_config();
    OK(af_config_set_failure_policy(config, AF_FAILURE_POLICY_EXIT, &error));
    af_client *client = client_of(config);
    ways[way].is_stderr();
    af_login(client, "WRNG-WRNG-WRNG-WRNG", NULL, NULL);
    _exit(CHECK_FAILED);
}

int main(int count, char **arguments)
{
    af_error error = AF_ERROR_INIT;
    if (count > 1)
        return fail(atoi(arguments[1]));
    for (size_t i = 0; i < LENGTH(ways); i++) {
        char word[8];
        int status;
        snprintf(word, sizeof word, "%d", (int)i);
        long began = now_ms();
        char *said = said_again(arguments, word, &status);
        if (status != 1)
            FAIL("with %s it ended with %d after %ld ms: %s", ways[i].what, status, now_ms() - began, said);
        free(said);
    }

    af_config *config = test_config();
    OK(af_config_set_failure_policy(config, AF_FAILURE_POLICY_EXIT, &error));
    OK(af_set_log_callback(AF_LOG_LEVEL_WARN, note_failure, NULL, NULL, &error));
    af_client *client = client_of(config);
    log_in(client);
    add_fault("{\"fault\":{\"error\":{\"code\":\"system_error\"}},\"endpoint\":\"heartbeat\"}");
    int own = dup(STDERR_FILENO);
    full_pipe();
    bool came = count_reaches(&failed, 1, PATIENCE);
    /* The line is on its way. */
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
    /* A line that is on its way has nowhere to go any more. */
    close(ends[0]);
    CHECK(came);
    CHECK_STATUS(status, AF_STATUS_OK);
    CHECK_BELOW(most, 5000);
    af_client_free(client);
    OK(af_shutdown(10000, &error));
    return 0;
}
