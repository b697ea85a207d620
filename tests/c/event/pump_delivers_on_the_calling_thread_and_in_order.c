/* Pump delivers on the calling thread and in order. */

#include "../harness.h"

int main(void)
{
    static struct recorder recorder = RECORDER_INIT;
    af_error error = AF_ERROR_INIT;
    af_client *client = pump_client();
    record_from(&recorder, client);
    log_in(client);
    CHECK_STATUS(af_login(client, "NO-SUCH-KEY", NULL, &error), AF_STATUS_INVALID_KEY);
    log_out(client);
    log_in(client);
    CHECK_EQ(recorder.count, 0);
    CHECK_EQ(af_client_pump(client), 4);
    CHECK_EQ(af_client_pump(client), 0);
    const af_event_kind order[] = { AF_EVENT_KIND_LOGGED_IN, AF_EVENT_KIND_FAILURE,
                                    AF_EVENT_KIND_SESSION_ENDED, AF_EVENT_KIND_LOGGED_IN };
    CHECK_EQ(recorder.count, LENGTH(order));
    for (size_t i = 0; i < LENGTH(order); i++) {
        CHECK_EQ(recorder.reports[i].kind, order[i]);
        CHECK(pthread_equal(recorder.reports[i].thread, pthread_self()));
    }
    CHECK_EQ(recorder.reports[1].reason, AF_REASON_LOGIN_FAILED);
    CHECK_STATUS(recorder.reports[2].status, AF_STATUS_OK);
    af_client_free(client);

    /* A client that is not pumped has nothing for the pump. */
    static struct recorder others = RECORDER_INIT;
    client = test_client();
    record_from(&others, client);
    af_event event = AF_EVENT_INIT;
    OK(af_validate_start(client, KEY, NULL, &error));
    CHECK_EQ(af_client_pump(client), 0);
    CHECK(!af_client_poll(client, &event));
    CHECK(!pthread_equal(wait_for_report(&others, AF_EVENT_KIND_REQUEST_FINISHED, 1).thread, pthread_self()));
    af_client_free(client);
    return 0;
}
