/* A validate keeps nothing and calls nobody. */

#include "../harness.h"

int main(void)
{
    static struct recorder recorder = RECORDER_INIT;
    af_error error = AF_ERROR_INIT;
    af_session *session = NULL, *kept = NULL;
    char before[4096], after[4096];
    af_client *client = client_without_heartbeats();
    record_from(&recorder, client);
    OK(af_validate(client, KEY, &session, &error));
    CHECK_EQ(af_session_get_kind(session), AF_SESSION_KIND_ONLINE);
    CHECK_TEXT(af_session_license_label(session), "Ada Lovelace");
    CHECK(!af_is_authenticated(client));
    CHECK_STATUS(af_client_session(client, &kept, &error), AF_STATUS_NOT_AUTHENTICATED);
    CHECK_STATUS(af_validate(client, "NO-SUCH-KEY", NULL, &error), AF_STATUS_INVALID_KEY);
    CHECK_EQ(thread_count(), 1);

    /* With a session it leaves that alone, whatever the answer is. */
    log_in(client);
    wait_for_report(&recorder, AF_EVENT_KIND_LOGGED_IN, 1);
    OK(af_get_session_data(client, before, sizeof before, NULL, &error));
    OK(af_validate(client, "EVER-LAST-KEY8-5GRN", NULL, &error));
    CHECK_STATUS(af_validate(client, "REVK-EDXX-KEY6-4MTC", NULL, &error), AF_STATUS_REVOKED);
    OK(af_get_session_data(client, after, sizeof after, NULL, &error));
    CHECK_TEXT(after, before);
    CHECK(af_is_authenticated(client));
    af_client_free(client);
    CHECK_EQ(recorder.count, 1);
    CHECK_EQ(af_session_get_kind(session), AF_SESSION_KIND_ONLINE);
    af_session_free(session);
    return 0;
}
