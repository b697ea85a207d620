/* Shutdown joins every thread, and a later login works. */

#include "../harness.h"

int main(void)
{
    static struct recorder recorder = RECORDER_INIT;
    af_error error = AF_ERROR_INIT;
    af_client *client = test_client();
    record_from(&recorder, client);
    OK(af_shutdown(0, &error));
    for (int i = 1; i <= 5; i++) {
        log_in(client);
        CHECK(thread_count() > 1);
        OK(af_validate_start(client, KEY, NULL, &error));
        OK(af_shutdown(60000, &error));
        CHECK(!af_is_authenticated(client));
        CHECK_SOON(thread_count() == 1);
        /* Told before it returned. */
        CHECK_EQ(report_count(&recorder, AF_EVENT_KIND_SESSION_ENDED), i);
        CHECK_EQ(report_count(&recorder, AF_EVENT_KIND_REQUEST_FINISHED), i);
    }
    log_in(client);
    CHECK(af_is_authenticated(client));
    af_client_free(client);
    OK(af_shutdown(60000, &error));
    return 0;
}
