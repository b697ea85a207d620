/* A login that cannot start its heartbeats fails and is told. */

#define _GNU_SOURCE
#include "../harness.h"
#include "../harness/threads.h"

int main(void)
{
    static struct recorder recorder = RECORDER_INIT;
    af_error error = AF_ERROR_INIT;
    af_client *client = test_client();
    record_from(&recorder, client);
    /* A pool thread lives, the scheduler's does not yet. */
    OK(af_verify_license_file_start(client, "no such file", NULL, &error));
    wait_for_report(&recorder, AF_EVENT_KIND_REQUEST_FINISHED, 1);
    leave_threads(0);
    CHECK_STATUS(af_login(client, KEY, NULL, &error), AF_STATUS_OUT_OF_RESOURCES);
    CHECK(!af_is_authenticated(client));
    OK(af_login_start(client, KEY, NULL, &error));
    struct report report = wait_for_report(&recorder, AF_EVENT_KIND_REQUEST_FINISHED, 2);
    CHECK_STATUS(report.status, AF_STATUS_OUT_OF_RESOURCES);
    CHECK(!af_is_authenticated(client));
    /* Nobody was asked, so it cost nothing. */
    CHECK_EQ(request_total(), 0);
    af_client_free(client);
    CHECK_EQ(report_count(&recorder, AF_EVENT_KIND_LOGGED_IN), 0);
    return 0;
}
