/* A request takes no longer than its timeout, wherever it hangs. */
/* takes: 15 s */

#include "../harness.h"

static void check_timeout(const char *fault)
{
    af_error error = AF_ERROR_INIT;
    af_config *config = test_config();
    OK(af_config_set_request_timeout(config, 1, &error));
    af_client *client = client_of(config);
    if (fault)
        add_fault(fault);
    long begin = now_ms();
    REFUSED(af_login(client, KEY, NULL, &error), AF_STATUS_TIMEOUT, "1 s");
    long took = now_ms() - begin;
    /* Twice the timeout and two seconds between. */
    CHECK(took >= 3900);
    CHECK_BELOW(took, 8000);
    CHECK_TEXT(error.code, "timeout");
    clear_faults();
    af_client_free(client);
}

int main(void)
{
    check_timeout("{\"fault\":\"hang\"}");
    /* A byte at a time is no answer in time either. */
    check_timeout("{\"fault\":{\"trickle\":{\"ms\":200}}}");
    check_timeout("{\"fault\":{\"delay\":{\"ms\":2000}}}");
    return 0;
}
