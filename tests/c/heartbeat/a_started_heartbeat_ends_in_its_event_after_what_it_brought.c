/* A started heartbeat ends in its event, after what it brought. */

#include "../harness.h"

static int place(struct recorder *recorder, af_event_kind kind)
{
    for (int i = 0; i < recorder->count; i++)
        if (recorder->reports[i].kind == kind)
            return i;
    FAIL("nothing was told of kind %d", (int)kind);
    return -1;
}

int main(void)
{
    static struct recorder good = RECORDER_INIT, bad = RECORDER_INIT;
    af_error error = AF_ERROR_INIT;
    af_request request = 0;
    af_client *client = test_client();
    record_from(&good, client);
    log_in(client);
    set_license_variables("{\"tier\":\"basic\"}");
    OK(af_client_heartbeat_start(client, &request, &error));
    struct report end = wait_for_report(&good, AF_EVENT_KIND_REQUEST_FINISHED, 1);
    CHECK_STATUS(end.status, AF_STATUS_OK);
    CHECK(end.request == request && end.has_session && end.authenticated);
    CHECK(place(&good, AF_EVENT_KIND_HEARTBEAT_SUCCEEDED) < place(&good, AF_EVENT_KIND_VARIABLES_CHANGED));
    CHECK(place(&good, AF_EVENT_KIND_VARIABLES_CHANGED) < place(&good, AF_EVENT_KIND_REQUEST_FINISHED));
    af_client_free(client);

    /* A verdict has ended the session before anybody hears of it. */
    client = test_client();
    record_from(&bad, client);
    log_in(client);
    license_action(KEY, "revoke");
    OK(af_client_heartbeat_start(client, &request, &error));
    end = wait_for_report(&bad, AF_EVENT_KIND_REQUEST_FINISHED, 1);
    CHECK_STATUS(end.status, AF_STATUS_REVOKED);
    CHECK(end.request == request && !end.has_session && !end.authenticated);
    CHECK(place(&bad, AF_EVENT_KIND_FAILURE) >= 0 && place(&bad, AF_EVENT_KIND_SESSION_ENDED) >= 0);
    CHECK(place(&bad, AF_EVENT_KIND_SESSION_ENDED) < place(&bad, AF_EVENT_KIND_REQUEST_FINISHED));
    CHECK_EQ(bad.reports[place(&bad, AF_EVENT_KIND_FAILURE)].reason, AF_REASON_HEARTBEAT_FAILED);
    af_client_free(client);
    return 0;
}
