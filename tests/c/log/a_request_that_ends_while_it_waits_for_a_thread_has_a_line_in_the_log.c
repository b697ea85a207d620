/* A request that ends while it waits for a thread has a line in the log. */
/* takes: 10 s */

#define _GNU_SOURCE
#include "../harness.h"
#include "../harness/held_threads.h"

static char part[64];
static struct counter said = COUNTER_INIT, go_on = COUNTER_INIT;

static void on_log(af_log_level level, const char *text, size_t length, void *user_data)
{
    (void)user_data;
    if (has(text, length, part) && has(text, length, "not done within 9000 ms")) {
        CHECK_EQ(level, AF_LOG_LEVEL_WARN);
        count_up(&said);
        /* It hangs, and holds up no timer all the same. */
        count_reaches(&go_on, 1, 2 * PATIENCE);
    }
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_request waits = 0, next = 0;
    af_config *config = test_config();
    OK(af_set_max_threads(6, &error));
    OK(af_config_set_request_timeout(config, 1, &error));
    OK(af_config_set_dispatch(config, AF_DISPATCH_PUMP, &error));
    struct held_threads held = hold_threads();
    af_client *client = client_of(config);
    af_event event = AF_EVENT_INIT;
    OK(af_set_log_callback(AF_LOG_LEVEL_WARN, on_log, NULL, NULL, &error));
    OK(af_validate_start(client, KEY, &waits, &error));
    snprintf(part, sizeof part, ", request %llu: validate failed: timeout: ", (unsigned long long)waits);
    OK(af_validate_start(client, KEY, &next, &error));
    CHECK(count_reaches(&said, 1, PATIENCE));
    /* The timer of the second comes although the line about the first has not returned. */
    CHECK_SOON(af_client_poll(client, &event));
    CHECK(event.request == waits && event.status == AF_STATUS_TIMEOUT);
    CHECK_SOON(af_client_poll(client, &event));
    CHECK(event.request == next && event.status == AF_STATUS_TIMEOUT);
    count_up(&go_on);
    OK(af_set_log_callback(AF_LOG_LEVEL_OFF, NULL, NULL, NULL, &error));
    CHECK_EQ(count_of(&said), 1);
    af_client_free(client);
    let_threads_go(&held);
    return 0;
}
