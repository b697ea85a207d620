/* A login without a thread for its timers asks nobody and leaves the session. */

#define _GNU_SOURCE
#include "../harness/threads.h"

#include "../harness.h"

int main(void)
{
    static struct recorder recorder = RECORDER_INIT;
    af_error error = AF_ERROR_INIT;
    af_session *session = NULL;
    af_client *client = test_client();
    char *lasting = mint_for_any(NULL), *ending = mint_ending_at(wall_ms() + 3600000);
    enter_folder();
    /* Has no end, so no timer. */
    OK(af_login_from_file(client, lasting, NULL, &error));
    record_from(&recorder, client);
    leave_threads(0);
    REFUSED(af_login(client, KEY, NULL, &error), AF_STATUS_OUT_OF_RESOURCES, "no thread");
    REFUSED(af_activate_offline(client, LASTING_KEY, "license", NULL, &error), AF_STATUS_OUT_OF_RESOURCES,
            "no thread");
    REFUSED(af_login_from_file(client, ending, NULL, &error), AF_STATUS_OUT_OF_RESOURCES, "no thread");
    CHECK_STATUS(af_login_start(client, KEY, NULL, &error), AF_STATUS_OUT_OF_RESOURCES);
    CHECK_EQ(request_total(), 0);
    CHECK_TEXT(names_in("."), "");
    CHECK(af_is_authenticated(client));
    OK(af_client_session(client, &session, &error));
    CHECK_EQ(af_session_get_kind(session), AF_SESSION_KIND_OFFLINE);
    CHECK_EQ(af_session_expires_at(session), INT64_MAX);
    af_session_free(session);

    give_threads();
    log_in(client);
    wait_for_report(&recorder, AF_EVENT_KIND_LOGGED_IN, 1);
    af_client_free(client);
    CHECK_EQ(report_count(&recorder, AF_EVENT_KIND_SESSION_ENDED), 0);
    leave_folder();
    free(lasting);
    free(ending);
    return 0;
}
