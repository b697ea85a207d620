/* A transient failure without a listener is said on stderr, and the session goes on. */
/* where: not qemu, because it starts itself, which qemu does not do for it */
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
    int status;
    if (count > 1)
        return fail_once();
    char *said = said_again(arguments, "again", &status);
    if (status != 0)
        FAIL("it ended with %d: %s", status, said);
    CHECK_HAS(said, "heartbeat_failed: system_error");
    /* One line. */
    CHECK(strchr(said, '\n') == said + strlen(said) - 1);
    free(said);
    return 0;
}
