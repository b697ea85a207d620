/* A rate-limited activation is tried three times, each with a fresh nonce. */
/* takes: 8 s */

#include "../harness.h"

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_client *client = test_client();
    enter_folder();
    add_fault("{\"fault\":{\"rate_limited_429\":{}},\"endpoint\":\"offline_activate\"}");
    long begin = now_ms();
    CHECK_STATUS(af_activate_offline(client, LASTING_KEY, "new/file", NULL, &error), AF_STATUS_RATE_LIMITED);
    CHECK(now_ms() - begin >= 6900);
    char *log = requests("offline_activate", 3);
    CHECK_EQ(occurrences(log, "\"number\":"), 3);
    check_fresh_nonces(log, 3);
    free(log);
    CHECK_TEXT(names_in("."), "");
    leave_folder();
    af_client_free(client);
    return 0;
}
