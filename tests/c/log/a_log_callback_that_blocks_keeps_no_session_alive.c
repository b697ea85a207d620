/* A log callback that blocks keeps no session alive. */
/* takes: 20 s */
/* valgrind: no, three seconds for a login are short there */

#include "../harness.h"

enum { REQUESTS = 12 };

static struct counter go_on = COUNTER_INIT;

static void on_log(af_log_level level, const char *text, size_t length, void *user_data)
{
    static const char said[] = "validate failed";
    (void)level, (void)user_data;
    if (length > sizeof said && memcmp(text, said, sizeof said - 1) == 0)
        CHECK(count_reaches(&go_on, 1, 2 * PATIENCE));
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_config *config = test_config();
    OK(af_config_set_request_timeout(config, 1, &error));
    af_client *busy = client_of(config);
    config = af_config_new(APP_ID, APP_SECRET, PUBLIC_KEY, "LOCAL");
    OK(af_config_set_api_base_url(config, URL, &error));
    OK(af_config_set_failure_policy(config, AF_FAILURE_POLICY_CONTINUE, &error));
    af_client *client = client_of(config);
    OK(af_set_log_callback(AF_LOG_LEVEL_WARN, on_log, NULL, NULL, &error));
    int64_t end = wall_ms() / 1000 + 14;
    end_next_sessions_at(end, 1);
    log_in(client);
    add_fault("{\"fault\":\"hang\",\"endpoint\":\"validate\"}");
    /* More than have a thread: some end by their deadline alone. */
    for (int i = 0; i < REQUESTS; i++)
        OK(af_validate_start(busy, KEY, NULL, &error));
    while (wall_ms() < end * 1000)
        sched_yield();
    CHECK_SOON(!af_is_authenticated(client));
    CHECK_BELOW(wall_ms(), end * 1000 + 5000);
    count_up(&go_on);
    af_client_free(busy);
    af_client_free(client);
    return 0;
}
