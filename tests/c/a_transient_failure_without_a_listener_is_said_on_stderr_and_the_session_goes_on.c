/* A transient failure without a listener is said on stderr, and the session goes on. */
/* takes: 21 s */

#include "harness.h"

int main(void)
{
    af_error error = AF_ERROR_INIT;
    int ends[2];
    char line[300];
    af_config *config = test_config();
    OK(af_config_set_failure_policy(config, AF_FAILURE_EXIT, &error));
    af_client *client = client_of(config);
    log_in(client);
    add_fault("{\"fault\":{\"error\":{\"code\":\"system_error\"}},\"endpoint\":\"heartbeat\",\"count\":1}");

    int stderr_copy = dup(STDERR_FILENO);
    CHECK_INT(pipe(ends), 0);
    CHECK(dup2(ends[1], STDERR_FILENO) >= 0);
    size_t length = 0;
    while (length < sizeof line - 1 && read(ends[0], line + length, 1) == 1 && line[length] != '\n')
        length++;
    line[length] = '\0';
    CHECK(dup2(stderr_copy, STDERR_FILENO) >= 0);
    CHECK_HAS(line, "heartbeat_failed: system_error");

    CHECK(af_is_authenticated(client));
    CHECK_INT(request_count("heartbeat", 2), 2);
    CHECK(af_is_authenticated(client));
    af_client_free(client);
    return 0;
}
