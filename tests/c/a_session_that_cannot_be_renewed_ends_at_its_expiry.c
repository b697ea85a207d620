/* A session that cannot be renewed ends at its expiry. */
/* takes: 16 s */

#include "harness.h"

int main(void)
{
    static struct ears ears = EARS_INIT;
    char fault[160];
    af_client *client = test_client();
    listen_to(&ears, client);
    snprintf(fault, sizeof fault, "{\"fault\":{\"set_fields\":{\"expiresIn\":%lld}},\"count\":1}",
             (long long)time(NULL) + 16);
    add_fault(fault);
    log_in(client);
    add_fault("{\"fault\":\"html_502\",\"endpoint\":\"heartbeat\"}");
    struct heard heard = wait_to_hear(&ears, AF_EVENT_KIND_FAILURE, 1);
    CHECK(heard.authenticated);
    CHECK_EQ(heard.reason, AF_REASON_HEARTBEAT_FAILED);
    CHECK_STATUS(heard.status, AF_STATUS_HTTP_ERROR);
    heard = wait_to_hear(&ears, AF_EVENT_KIND_FAILURE, 2);
    CHECK(!heard.authenticated);
    CHECK_STATUS(heard.status, AF_STATUS_SESSION_EXPIRED);
    CHECK_EQ(heard.reason, AF_REASON_HEARTBEAT_FAILED);
    wait_to_hear(&ears, AF_EVENT_KIND_SESSION_ENDED, 1);
    af_client_free(client);
    return 0;
}
