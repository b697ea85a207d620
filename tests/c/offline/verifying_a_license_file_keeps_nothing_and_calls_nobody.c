/* Verifying a license file keeps nothing and calls nobody. */

#include "../harness.h"

int main(void)
{
    static struct recorder recorder = RECORDER_INIT;
    af_error error = AF_ERROR_INIT;
    af_session *session = NULL, *kept = NULL;
    char before[4096], after[4096];
    char *good = mint_for_any(NULL), *bad = mint_for_any("\"wrong_key\""),
         *brief = mint_ending_at(wall_ms() + 60000);
    af_client *client = client_without_heartbeats();
    record_from(&recorder, client);
    OK(af_verify_license_file(client, good, &session, &error));
    CHECK_EQ(af_session_get_kind(session), AF_SESSION_KIND_OFFLINE);
    CHECK_TEXT(af_session_license_file(session), good);
    OK(af_verify_license_file(client, brief, NULL, &error));
    CHECK_STATUS(af_verify_license_file(client, bad, NULL, &error), AF_STATUS_BAD_SIGNATURE);
    CHECK(!af_is_authenticated(client));
    CHECK_STATUS(af_client_session(client, &kept, &error), AF_STATUS_NOT_AUTHENTICATED);
    CHECK_EQ(thread_count(), 1);

    /* A session of the service stays what it is, and its heartbeats go on. */
    log_in(client);
    wait_for_report(&recorder, AF_EVENT_KIND_LOGGED_IN, 1);
    OK(af_get_session_data(client, before, sizeof before, NULL, &error));
    OK(af_verify_license_file(client, good, NULL, &error));
    CHECK_STATUS(af_verify_license_file(client, "missing", NULL, &error), AF_STATUS_READ_ERROR);
    OK(af_verify_license_file_start(client, good, NULL, &error));
    CHECK(wait_for_report(&recorder, AF_EVENT_KIND_REQUEST_FINISHED, 1).has_session);
    OK(af_get_session_data(client, after, sizeof after, NULL, &error));
    CHECK_TEXT(after, before);
    CHECK(af_is_authenticated(client));
    af_client_free(client);
    CHECK_EQ(recorder.count, 2);
    /* What was handed out belongs to the host alone. */
    CHECK_TEXT(af_session_license_key(session), KEY);
    af_session_free(session);
    free(good), free(bad), free(brief);
    return 0;
}
