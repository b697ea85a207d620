/* A rate limit that lasts longer than the pause is reported at once. */

#include "../harness.h"

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_client *client = test_client();
    const af_self_ban_options nothing = { sizeof nothing, 0, 0, 0, LASTING_KEY, NULL };
    log_in(client);
    admin_do("DELETE", "/dev/requests", "");
    add_fault("{\"fault\":{\"rate_limited_429\":{\"retry_after\":3}}}");
    long begin = now_ms();
    CHECK_STATUS(af_login(client, KEY, NULL, &error), AF_STATUS_RATE_LIMITED);
    CHECK_EQ(error.retry_after_ms, 3000);
    CHECK_STATUS(af_validate(client, KEY, NULL, &error), AF_STATUS_RATE_LIMITED);
    CHECK_STATUS(af_activate_offline(client, LASTING_KEY, NULL, NULL, &error), AF_STATUS_RATE_LIMITED);
    CHECK_STATUS(af_self_ban(client, &nothing, &error), AF_STATUS_RATE_LIMITED);
    CHECK_STATUS(af_client_heartbeat(client, NULL, &error), AF_STATUS_RATE_LIMITED);
    CHECK_EQ(error.retry_after_ms, 3000);
    /* Five pauses would take 10 s. */
    CHECK_BELOW(now_ms() - begin, 9000);
    CHECK_EQ(request_total(), 5);
    CHECK(af_is_authenticated(client));
    af_client_free(client);
    return 0;
}
