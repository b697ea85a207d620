/* The session is cleared before the failure callback runs. */
/* takes: 11 s */

#include "harness.h"

int main(void)
{
    static struct ears ears = EARS_INIT;
    af_error error = AF_ERROR_INIT;
    af_client *client = test_client();
    listen_to(&ears, client);
    log_in(client);
    license_action(KEY, "revoke");
    struct heard heard = wait_to_hear(&ears, AF_EVENT_KIND_FAILURE, 1);
    CHECK_EQ(heard.reason, AF_REASON_HEARTBEAT_FAILED);
    CHECK_STATUS(heard.status, AF_STATUS_REVOKED);
    CHECK_TEXT(heard.code, "revoked");
    CHECK(!heard.authenticated);
    heard = wait_to_hear(&ears, AF_EVENT_KIND_SESSION_ENDED, 1);
    CHECK_STATUS(heard.status, AF_STATUS_REVOKED);
    CHECK_STATUS(af_client_session(client, &(af_session *){ NULL }, &error), AF_STATUS_NOT_AUTHENTICATED);
    af_client_free(client);
    CHECK_EQ(ears.count, 3);
    return 0;
}
