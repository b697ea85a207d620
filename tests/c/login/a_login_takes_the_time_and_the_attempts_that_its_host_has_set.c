/* A login takes the time and the attempts that its host has set. */
/* takes: 12 s */

#include "../harness.h"

static af_client *client_with(int32_t attempts, int32_t milliseconds)
{
    af_error error = AF_ERROR_INIT;
    af_config *config = test_config();
    OK(af_config_set_login_attempts(config, attempts, &error));
    OK(af_config_set_login_timeout_ms(config, milliseconds, &error));
    return client_of(config);
}

/* Logs in, validates, and does both without blocking; each makes so many requests and ends so, in time. */
static void all_end(af_client *client, const char *fault, af_status status, int requests_each, long most_ms)
{
    struct recorder recorder = RECORDER_INIT;
    af_error error = AF_ERROR_INIT;
    af_request login = 0, validate = 0;
    record_from(&recorder, client);
    add_fault(fault);
    admin_do("DELETE", "/dev/requests", "");
    long begin = now_ms();
    CHECK_STATUS(af_login(client, KEY, NULL, &error), status);
    CHECK_BELOW(now_ms() - begin, most_ms);
    begin = now_ms();
    CHECK_STATUS(af_validate(client, KEY, NULL, &error), status);
    CHECK_BELOW(now_ms() - begin, most_ms);
    CHECK_EQ(request_count("validate", 2 * requests_each), 2 * requests_each);
    begin = now_ms();
    OK(af_login_start(client, KEY, &login, &error));
    OK(af_validate_start(client, KEY, &validate, &error));
    for (int i = 1; i <= 2; i++)
        CHECK_STATUS(wait_for_report(&recorder, AF_EVENT_KIND_REQUEST_FINISHED, i).status, status);
    CHECK_BELOW(now_ms() - begin, most_ms);
    CHECK_EQ(request_count("validate", 4 * requests_each), 4 * requests_each);
    clear_faults();
    af_client_free(client);
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    const char *limited = "{\"fault\":\"gateway_429\"}", *hangs = "{\"fault\":\"hang\"}";
    const long soon = 10000;
    /* Of one attempt no pause follows. */
    all_end(client_with(1, 0), limited, AF_STATUS_RATE_LIMITED, 1, soon);
    all_end(client_with(1, 0), "{\"fault\":\"close\"}", AF_STATUS_NETWORK_ERROR, 1, soon);
    /* The pause would take all the time there is. */
    all_end(client_with(10, 2000), limited, AF_STATUS_RATE_LIMITED, 1, soon);
    /* And what hangs is cut. */
    all_end(client_with(3, 1000), hangs, AF_STATUS_TIMEOUT, 1, 10000);
    /* Heartbeats and activations have their own. */
    af_client *client = client_with(1, 0);
    log_in(client);
    add_fault("{\"fault\":\"gateway_429\",\"count\":1}");
    OK(af_client_heartbeat(client, NULL, &error));
    add_fault("{\"fault\":\"gateway_429\",\"count\":1}");
    OK(af_activate_offline(client, LASTING_KEY, NULL, NULL, &error));
    af_client_free(client);
    return 0;
}
