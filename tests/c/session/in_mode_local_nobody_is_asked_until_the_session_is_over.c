/* In mode LOCAL nobody is asked until the session is over. */
/* takes: 21 s */

#include "../harness.h"

static af_client *local_client(int seconds)
{
    af_error error = AF_ERROR_INIT;
    char fault[160];
    af_config *config = af_config_new(APP_ID, APP_SECRET, PUBLIC_KEY, "LOCAL");
    OK(af_config_set_api_base_url(config, URL, &error));
    OK(af_config_set_heartbeat_interval(config, 10, &error));
    af_client *client = client_of(config);
    snprintf(fault, sizeof fault, "{\"fault\":{\"set_fields\":{\"expiresIn\":%lld}},\"count\":1}",
             (long long)time(NULL) + seconds);
    add_fault(fault);
    return client;
}

int main(void)
{
    static struct recorder brief_recorder = RECORDER_INIT, long_recorder = RECORDER_INIT,
                           clock_recorder = RECORDER_INIT;
    af_client *brief = local_client(6);
    record_from(&brief_recorder, brief);
    log_in(brief);
    af_client *lasting = local_client(3600);
    record_from(&long_recorder, lasting);
    log_in(lasting);
    struct report report = wait_for_report(&brief_recorder, AF_EVENT_KIND_FAILURE, 1);
    CHECK_STATUS(report.status, AF_STATUS_SESSION_EXPIRED);
    CHECK(!report.authenticated);
    CHECK_EQ(request_count("heartbeat", 0), 0);

    /* The heartbeats of a third tell the time: two intervals without one of the others. */
    af_client *clock_client = test_client();
    record_from(&clock_recorder, clock_client);
    log_in(clock_client);
    wait_for_report(&clock_recorder, AF_EVENT_KIND_HEARTBEAT_SUCCEEDED, 1);
    CHECK_EQ(request_count("heartbeat", 1), 1);
    CHECK(af_is_authenticated(lasting));
    CHECK_EQ(report_count(&long_recorder, AF_EVENT_KIND_LOGGED_IN), 1);
    af_client_free(brief);
    af_client_free(lasting);
    af_client_free(clock_client);
    CHECK_EQ(long_recorder.count, 1);
    return 0;
}
