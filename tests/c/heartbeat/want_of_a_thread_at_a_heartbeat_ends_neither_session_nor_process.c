/* Want of a thread at a heartbeat ends neither session nor process. */
/* takes: 16 s */
/* expect: status 0, stderr "no thread could be started" */

#define _GNU_SOURCE
#include "../harness/threads.h"

#include "../harness.h"

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_config *config = test_config();
    OK(af_config_set_failure_policy(config, AF_FAILURE_POLICY_EXIT, &error));
    af_client *client = client_of(config);
    log_in(client);
    /* The timers have their thread. */
    leave_threads(0);
    CHECK(count_reaches(&refused_threads, 1, PATIENCE));
    give_threads();
    /* It is made after all, and before the next would be due. */
    long refused_at = now_ms();
    request_count("heartbeat", 1);
    CHECK_BELOW(now_ms() - refused_at, 9000);
    CHECK(af_is_authenticated(client));
    /* For the heartbeat, and it may be for the line that says so. */
    CHECK_BELOW(count_of(&refused_threads), 3);
    af_client_free(client);
    return 0;
}
