/* One started request may be cancelled, and the others go on. */

#include "../harness.h"

static struct recorder recorder = RECORDER_INIT;

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_request hanging = 0, other = 0;
    af_client *client = test_client();
    record_from(&recorder, client);
    add_fault("{\"fault\":\"hang\",\"count\":1}");
    OK(af_login_start(client, KEY, &hanging, &error));
    request_count("validate", 1);

    /* Cancelled while the server hangs: told at once, exactly once, and the other is not touched. */
    OK(af_validate_start(client, KEY, &other, &error));
    OK(af_client_cancel(client, hanging, &error));
    for (int count = 1; count <= 2; count++) {
        struct report report = wait_for_report(&recorder, AF_EVENT_KIND_REQUEST_FINISHED, count);
        if (report.request == hanging) {
            CHECK_STATUS(report.status, AF_STATUS_CANCELLED);
            CHECK(!report.has_session);
        } else {
            CHECK(report.request == other);
            CHECK_STATUS(report.status, AF_STATUS_OK);
            CHECK(report.has_session);
        }
    }

    /* What has ended, and what never was, is left alone. */
    OK(af_client_cancel(client, hanging, &error));
    OK(af_client_cancel(client, other, &error));
    OK(af_client_cancel(client, 0, &error));
    OK(af_client_cancel(client, UINT64_MAX, &error));
    CHECK(!af_is_authenticated(client));
    CHECK_STATUS(af_client_cancel(NULL, other, &error), AF_STATUS_INVALID_HANDLE);

    /* The client goes on as if nothing had been. */
    OK(af_login(client, KEY, NULL, &error));
    CHECK(af_is_authenticated(client));
    wait_for_report(&recorder, AF_EVENT_KIND_LOGGED_IN, 1);
    af_client_free(client);
    CHECK_EQ(recorder.count, 3);
    CHECK_STATUS(af_client_cancel(client, other, &error), AF_STATUS_INVALID_HANDLE);
    return 0;
}
