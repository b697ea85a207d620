/* A log callback that hangs holds up no call of the client. */
/* takes: 11 s */

#define _GNU_SOURCE
#include "../harness.h"

static struct counter failed = COUNTER_INIT, go_on = COUNTER_INIT;

static void hang(af_log_level level, const char *text, size_t length, void *user_data)
{
    (void)level, (void)user_data;
    if (has(text, length, "heartbeat failed")) {
        count_up(&failed);
        count_reaches(&go_on, 1, 2 * PATIENCE);
    }
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_client *client = test_client();
    OK(af_set_log_callback(AF_LOG_LEVEL_WARN, hang, NULL, NULL, &error));
    log_in(client);
    add_fault("{\"fault\":{\"error\":{\"code\":\"revoked\"}},\"endpoint\":\"heartbeat\"}");
    CHECK(count_reaches(&failed, 1, PATIENCE));
    /* What is true of the client is known although the line about it hangs. */
    CHECK(!af_is_authenticated(client));
    af_request request = 0;
    long before = now_ms();
    OK(af_validate_start(client, KEY, &request, &error));
    OK(af_client_cancel(client, request, &error));
    log_in(client);
    log_out(client);
    long took = now_ms() - before;
    count_up(&go_on);
    CHECK_BELOW(took, 10000);
    af_client_free(client);
    return 0;
}
