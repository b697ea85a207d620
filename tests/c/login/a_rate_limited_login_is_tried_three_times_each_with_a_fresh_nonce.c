/* A rate-limited login is tried three times, each with a fresh nonce. */
/* takes: 8 s */

#include "../harness.h"

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_client *client = test_client();
    add_fault("{\"fault\":{\"rate_limited_429\":{\"retry_after\":2}},\"endpoint\":\"validate\"}");
    long begin = now_ms();
    CHECK_STATUS(af_login(client, KEY, NULL, &error), AF_STATUS_RATE_LIMITED);
    long took = now_ms() - begin;
    CHECK(took >= 6900);
    CHECK_BELOW(took, 30000);
    CHECK_EQ(error.http_status, 429);
    CHECK_EQ(error.retry_after_ms, 2000);
    CHECK_TEXT(error.code, "rate_limited");
    char *log = requests("validate", 3);
    CHECK_EQ(occurrences(log, "\"number\":"), 3);
    check_fresh_nonces(log, 3);
    free(log);
    af_client_free(client);
    return 0;
}
