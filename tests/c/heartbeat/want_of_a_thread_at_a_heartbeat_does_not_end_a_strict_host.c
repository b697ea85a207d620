/* Want of a thread at a heartbeat does not end a strict host. */
/* takes: 16 s */
/* expect: status 0, stderr "no thread could be started" */

#define _GNU_SOURCE
#include "../harness/threads.h"

#include "../harness.h"

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_config *config = test_config();
    OK(af_config_set_failure_policy(config, AF_FAILURE_POLICY_EXIT_STRICT, &error));
    af_client *client = client_of(config);
    log_in(client);
    leave_threads(0);
    CHECK(count_reaches(&refused_threads, 1, PATIENCE));
    give_threads();
    request_count("heartbeat", 1);
    CHECK(af_is_authenticated(client));
    af_client_free(client);
    return 0;
}
