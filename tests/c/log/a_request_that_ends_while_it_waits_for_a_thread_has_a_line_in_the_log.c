/* A request that ends while it waits for a thread has a line in the log. */
/* takes: 10 s */

#define _GNU_SOURCE
#include "../harness.h"

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
    enum { BLOCKERS = 16, THREADS = 3 };
    int connections[THREADS];
    unsigned short port;
    char url[64];
    af_error error = AF_ERROR_INIT;
    af_request waits = 0, next = 0;
    af_config *config = test_config();
    OK(af_set_max_threads(6, &error));
    OK(af_config_set_request_timeout(config, 1, &error));
    OK(af_config_set_dispatch(config, AF_DISPATCH_PUMP, &error));
    /* Who waits for an answer may be asked to make room; who does not come to ask holds its thread. */
    int listener = listen_here(&port);
    snprintf(url, sizeof url, "https://127.0.0.1:%d", port);
    af_config *nobody = test_config();
    OK(af_config_set_api_base_url(nobody, url, &error));
    af_client *client = client_of(config), *blocks = client_of(nobody);
    af_event event = AF_EVENT_INIT;
    for (int i = 0; i < BLOCKERS; i++)
        OK(af_validate_start(blocks, KEY, NULL, &error));
    for (int i = 0; i < THREADS; i++)
        CHECK((connections[i] = accept(listener, NULL, NULL)) >= 0);
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
    af_client_free(blocks);
    for (int i = 0; i < THREADS; i++)
        close_socket(connections[i]);
    close_socket(listener);
    return 0;
}
