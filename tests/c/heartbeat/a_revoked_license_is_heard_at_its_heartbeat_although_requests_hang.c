/* A revoked license is heard at its heartbeat although requests hang. */
/* takes: 11 s */

#include "../harness.h"

int main(void)
{
    enum { HANGING = 12 };
    static struct recorder recorder = RECORDER_INIT, busy_recorder = RECORDER_INIT;
    af_error error = AF_ERROR_INIT;
    af_config *config = test_config();
    OK(af_set_max_threads(6, &error));
    OK(af_config_set_request_timeout(config, 60, &error));
    af_client *client = test_client(), *busy = client_of(config);
    record_from(&recorder, client);
    record_from(&busy_recorder, busy);
    log_in(client);
    add_fault("{\"fault\":\"hang\",\"endpoint\":\"validate\"}");
    for (int i = 0; i < HANGING; i++)
        OK(af_validate_start(i % 2 ? client : busy, LASTING_KEY, NULL, &error));
    request_count("validate", 1 + 3);
    license_action(KEY, "revoke");
    struct report report = wait_for_report(&recorder, AF_EVENT_KIND_FAILURE, 1);
    CHECK_STATUS(report.status, AF_STATUS_REVOKED);
    CHECK(!report.authenticated);
    wait_for_report(&recorder, AF_EVENT_KIND_SESSION_ENDED, 1);
    /* All of them still hang. */
    CHECK_EQ(report_count(&busy_recorder, AF_EVENT_KIND_REQUEST_FINISHED), 0);
    CHECK_EQ(request_count("heartbeat", 1), 1);
    af_client_free(client);
    af_client_free(busy);
    CHECK_EQ(report_count(&busy_recorder, AF_EVENT_KIND_REQUEST_FINISHED), HANGING / 2);
    return 0;
}
