/* A thin heartbeat keeps what the login said. */
/* takes: 11 s */

#include "../harness.h"

int main(void)
{
    static struct recorder recorder = RECORDER_INIT;
    af_error error = AF_ERROR_INIT;
    af_session *session = NULL;
    af_client *client = test_client();
    record_from(&recorder, client);
    log_in(client);
    update_app("{\"thinHeartbeats\":true}");
    admin_do("POST", "/dev/clock/advance", "{\"seconds\":50}");
    CHECK(wait_for_report(&recorder, AF_EVENT_KIND_HEARTBEAT_SUCCEEDED, 1).has_session);
    OK(af_client_session(client, &session, &error));
    CHECK_TEXT(af_session_license_label(session), "Ada Lovelace");
    CHECK_TEXT(af_session_variable_string(session, AF_SCOPE_LICENSE, "tier", "none"), "pro");
    CHECK_EQ(af_session_variable_int(session, AF_SCOPE_APP, "min_version", 0), 3);
    CHECK_EQ(af_session_max_hwid_slots(session), 3);
    CHECK_EQ(af_session_hwid_count(session), 1);
    CHECK_EQ(af_session_license_expires_at(session, NULL), AF_LICENSE_EXPIRY_DATE);
    CHECK_HAS(af_session_json(session), "\"licenseVariables\"");
    CHECK(af_session_expires_at(session) > (int64_t)time(NULL) + 86400 + 30);
    af_session_free(session);
    af_client_free(client);
    CHECK_EQ(report_count(&recorder, AF_EVENT_KIND_VARIABLES_CHANGED), 0);
    return 0;
}
