/* A login inside the failure callback works. */
/* takes: 11 s */

#include "../harness.h"

static struct counter again = COUNTER_INIT;

static void on_failure(af_client *client, af_reason reason, const af_error *cause, void *user_data)
{
    (void)user_data;
    af_error error = AF_ERROR_INIT;
    if (count_of(&again) > 0)
        return;
    CHECK_EQ(reason, AF_REASON_HEARTBEAT_FAILED);
    CHECK_STATUS(cause->status, AF_STATUS_REVOKED);
    CHECK(!af_is_authenticated(client));
    CHECK_STATUS(af_login(client, KEY, NULL, &error), AF_STATUS_REVOKED);
    license_action(KEY, "activate");
    OK(af_login(client, KEY, NULL, &error));
    CHECK(af_is_authenticated(client));
    count_up(&again);
}

int main(void)
{
    static struct recorder recorder = RECORDER_INIT;
    af_error error = AF_ERROR_INIT;
    af_client *client = test_client();
    OK(af_client_set_event_callback(client, record_event, &recorder, NULL, &error));
    OK(af_client_set_failure_callback(client, on_failure, NULL, NULL, &error));
    log_in(client);
    license_action(KEY, "revoke");
    CHECK(count_reaches(&again, 1, PATIENCE));
    wait_for_report(&recorder, AF_EVENT_KIND_LOGGED_IN, 2);
    CHECK(af_is_authenticated(client));
    af_client_free(client);
    return 0;
}
