/* An answer that no thread has waited for counts like any other. */

#include "../harness.h"

enum { REQUESTS = 60 };

int main(void)
{
    static struct recorder recorder = RECORDER_INIT;
    af_error error = AF_ERROR_INIT;
    OK(af_set_max_threads(4, &error));
    af_client *client = test_client();
    record_from(&recorder, client);
    /* With a thread for each it would take longer than the time that a request may take. */
    add_fault("{\"fault\":{\"delay\":{\"ms\":2500}},\"endpoint\":\"validate\"}");
    for (int i = 0; i < REQUESTS - 1; i++)
        OK(af_validate_start(client, KEY, NULL, &error));
    OK(af_login_start(client, KEY, NULL, &error));
    for (int i = 1; i <= REQUESTS; i++) {
        struct report report = wait_for_report(&recorder, AF_EVENT_KIND_REQUEST_FINISHED, i);
        CHECK_STATUS(report.status, AF_STATUS_OK);
        CHECK(report.has_session);
    }
    CHECK(af_is_authenticated(client));
    CHECK_EQ(request_count("validate", REQUESTS), REQUESTS);
    CHECK_EQ(report_count(&recorder, AF_EVENT_KIND_REQUEST_RETRYING), 0);
    /* What is refused so is refused, too. */
    for (int i = 0; i < REQUESTS; i++)
        OK(af_validate_start(client, "no such key", NULL, &error));
    for (int i = 1; i <= REQUESTS; i++) {
        struct report report = wait_for_report(&recorder, AF_EVENT_KIND_REQUEST_FINISHED, REQUESTS + i);
        CHECK_STATUS(report.status, AF_STATUS_INVALID_KEY);
    }
    CHECK(af_is_authenticated(client));
    af_client_free(client);
    return 0;
}
