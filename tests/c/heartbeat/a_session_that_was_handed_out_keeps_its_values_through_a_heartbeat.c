/* A session that was handed out keeps its values through a heartbeat. */
/* takes: 11 s */

#include "../harness.h"

int main(void)
{
    static struct recorder recorder = RECORDER_INIT;
    af_error error = AF_ERROR_INIT;
    af_session *before = NULL, *after = NULL;
    char copy[4096];
    af_client *client = test_client();
    record_from(&recorder, client);
    OK(af_login(client, KEY, &before, &error));
    const char *tier = af_session_variable_string(before, AF_SCOPE_LICENSE, "tier", "none");
    const char *json = af_session_json(before);
    int64_t expiry = af_session_expires_at(before);
    CHECK_TEXT(tier, "pro");
    snprintf(copy, sizeof copy, "%s", json);

    set_license_variables("{\"tier\":\"free\",\"seats\":1}");
    set_app_variables("{}");
    admin_do("POST", "/dev/clock/advance", "{\"seconds\":100}");
    wait_for_report(&recorder, AF_EVENT_KIND_HEARTBEAT_SUCCEEDED, 1);
    OK(af_client_session(client, &after, &error));
    CHECK_TEXT(tier, "pro");
    CHECK_TEXT(json, copy);
    CHECK_EQ(af_session_expires_at(before), expiry);
    CHECK(af_session_variable_bool(before, AF_SCOPE_LICENSE, "beta", false));
    CHECK_TEXT(af_session_variable_string(before, AF_SCOPE_APP, "motd", "none"),
               "Welcome to the development server");

    CHECK_TEXT(af_session_variable_string(after, AF_SCOPE_LICENSE, "tier", "none"), "free");
    CHECK_EQ(af_session_variable_int(after, AF_SCOPE_LICENSE, "seats", 0), 1);
    CHECK(!af_session_variable_bool(after, AF_SCOPE_LICENSE, "beta", false));
    CHECK_TEXT(af_session_variables_json(after, AF_SCOPE_APP), "{}");
    CHECK(af_session_expires_at(after) >= expiry + 100);
    wait_for_report(&recorder, AF_EVENT_KIND_VARIABLES_CHANGED, 1);
    af_client_free(client);
    CHECK_TEXT(tier, "pro");
    CHECK_EQ(recorder.count, 3);
    CHECK_EQ(recorder.reports[1].kind, AF_EVENT_KIND_HEARTBEAT_SUCCEEDED);
    af_session_free(before);
    af_session_free(after);
    return 0;
}
