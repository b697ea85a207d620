/* Poll hands out events, and lends their session until the next poll. */

#include "../harness.h"

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_event event = AF_EVENT_INIT;
    af_session *kept = NULL;
    af_request request = 0;
    af_client *client = pump_client();
    CHECK(!af_client_poll(client, &event));
    CHECK_EQ(event.kind, AF_EVENT_KIND_NONE);

    log_in(client);
    CHECK_STATUS(af_login(client, "NO-SUCH-KEY", NULL, &error), AF_STATUS_INVALID_KEY);
    CHECK(af_client_poll(client, &event));
    CHECK_EQ(event.kind, AF_EVENT_KIND_LOGGED_IN);
    CHECK_STATUS(event.status, AF_STATUS_OK);
    CHECK_TEXT(af_session_variable_string(event.session, AF_SCOPE_LICENSE, "tier", "none"), "pro");
    af_session *lent = event.session;
    OK(af_session_clone(lent, &kept, &error));

    CHECK(af_client_poll(client, &event));
    CHECK_EQ(event.kind, AF_EVENT_KIND_FAILURE);
    CHECK_EQ(event.reason, AF_REASON_LOGIN_FAILED);
    CHECK_TEXT(event.code, "invalid_key");
    CHECK(event.session == NULL);
    CHECK_EQ(af_session_get_kind(lent), AF_SESSION_KIND_NONE);
    CHECK(!af_client_poll(client, &event));
    CHECK_EQ(event.kind, AF_EVENT_KIND_FAILURE);

    OK(af_validate_start(client, KEY, &request, &error));
    CHECK_SOON(af_client_poll(client, &event));
    CHECK_EQ(event.kind, AF_EVENT_KIND_REQUEST_FINISHED);
    CHECK(event.request == request && event.reason == AF_REASON_NONE);
    lent = event.session;
    CHECK_EQ(af_session_get_kind(lent), AF_SESSION_KIND_ONLINE);
    af_client_free(client);
    CHECK_EQ(af_session_get_kind(lent), AF_SESSION_KIND_NONE);
    CHECK_TEXT(af_session_variable_string(kept, AF_SCOPE_LICENSE, "tier", "none"), "pro");
    af_session_free(kept);
    return 0;
}
