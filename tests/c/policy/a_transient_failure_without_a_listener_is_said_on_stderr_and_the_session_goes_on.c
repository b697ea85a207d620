/* A transient failure without a listener is said on stderr, and the session goes on. */
/* takes: 21 s */
/* valgrind: no, it does not follow a program that starts itself anew */

#include "../harness.h"

/* The program itself, whose stderr is a pipe from its start. */
static int fail_once(void)
{
    af_error error = AF_ERROR_INIT;
    af_config *config = test_config();
    OK(af_config_set_failure_policy(config, AF_FAILURE_POLICY_EXIT, &error));
    af_client *client = client_of(config);
    log_in(client);
    add_fault("{\"fault\":{\"error\":{\"code\":\"system_error\"}},\"endpoint\":\"heartbeat\",\"count\":1}");
    CHECK_EQ(request_count("heartbeat", 2), 2);
    CHECK(af_is_authenticated(client));
    af_client_free(client);
    return 0;
}

int main(int count, char **arguments)
{
    int ends[2], ended = 0;
    if (count > 1)
        return fail_once();
    CHECK_EQ(pipe(ends), 0);
    pid_t process = fork();
    CHECK(process >= 0);
    if (process == 0) {
        char word[] = "again";
        char *again[] = { arguments[0], word, NULL };
        if (dup2(ends[1], STDERR_FILENO) == STDERR_FILENO && close(ends[0]) == 0 && close(ends[1]) == 0)
            execv(arguments[0], again);
        _exit(CHECK_FAILED);
    }
    close(ends[1]);
    char *said = read_all(ends[0]);
    CHECK_EQ(waitpid(process, &ended, 0), process);
    if (!WIFEXITED(ended) || WEXITSTATUS(ended) != 0)
        FAIL("it ended with %#x: %s", (unsigned)ended, said);
    CHECK_HAS(said, "heartbeat_failed: system_error");
    /* One line. */
    CHECK(strchr(said, '\n') == said + strlen(said) - 1);
    free(said);
    return 0;
}
