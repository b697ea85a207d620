/* A license file that ends while the program runs ends the session. */
/* takes: 3 s */

#include "../harness.h"

static struct recorder recorder = RECORDER_INIT;
static char *again;
static int64_t end, heard_at;

static void on_failure(af_client *client, af_reason reason, const af_error *error, void *user_data)
{
    af_error refused = AF_ERROR_INIT;
    af_session *session = NULL;
    heard_at = wall_ms();
    record_failure(client, reason, error, user_data);
    /* Already cleared; and this is where a host asks for the next file. */
    CHECK_STATUS(af_client_session(client, &session, &refused), AF_STATUS_NOT_AUTHENTICATED);
    CHECK_STATUS(af_login_from_file(client, again, NULL, NULL), AF_STATUS_OK);
    CHECK(af_is_authenticated(client));
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_session *session = NULL;
    af_client *client = file_client();
    again = mint_for_any(NULL);
    OK(af_client_set_event_callback(client, record_event, &recorder, NULL, &error));
    OK(af_client_set_failure_callback(client, on_failure, &recorder, NULL, &error));
    end = wall_ms() + BRIEFLY_MS;
    char *text = mint_ending_at(end);
    OK(af_login_from_file(client, text, &session, &error));
    CHECK_EQ(af_session_expires_at(session), end / 1000);
    CHECK(af_is_authenticated(client));

    struct report report = wait_for_report(&recorder, AF_EVENT_KIND_FAILURE, 1);
    CHECK(heard_at >= end);
    CHECK_BELOW(heard_at, end + 5000);
    CHECK_EQ(report.reason, AF_REASON_HEARTBEAT_FAILED);
    CHECK_STATUS(report.status, AF_STATUS_EXPIRED);
    CHECK_TEXT(report.code, "expired");
    CHECK(!report.authenticated);
    CHECK_STATUS(wait_for_report(&recorder, AF_EVENT_KIND_SESSION_ENDED, 1).status, AF_STATUS_EXPIRED);
    wait_for_report(&recorder, AF_EVENT_KIND_LOGGED_IN, 2);
    CHECK(af_is_authenticated(client));
    /* The file that is over is refused now, and what it said is still the host's. */
    CHECK_STATUS(af_verify_license_file(client, text, NULL, &error), AF_STATUS_EXPIRED);
    CHECK_TEXT(af_session_license_file(session), text);
    af_session_free(session);
    af_client_free(client);
    CHECK_EQ(report_count(&recorder, AF_EVENT_KIND_FAILURE), 1);
    CHECK_EQ(request_total(), 0);
    free(text), free(again);
    return 0;
}
