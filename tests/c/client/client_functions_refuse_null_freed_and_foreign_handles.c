/* Client functions refuse NULL, freed and foreign handles. */

#include "../harness.h"

static void ignore_log(af_log_level level, const char *text, size_t length, void *user_data)
{
    (void)level, (void)text, (void)length, (void)user_data;
}

int main(void)
{
    static struct recorder recorder = RECORDER_INIT;
    af_error error = AF_ERROR_INIT;
    af_session *session = NULL;
    af_config *config = test_config();
    af_client *other = test_client(), *client = test_client();
    OK(af_validate(other, KEY, &session, &error));
    af_client_free(client);
    OK(af_set_log_callback(AF_LOG_LEVEL_DEBUG, ignore_log, NULL, NULL, &error));

    char *file = mint_for_any(NULL);
    af_self_ban_options ban = AF_SELF_BAN_OPTIONS_INIT;
    ban.license_key = KEY;
    enter_folder();
    void *bad[BAD_HANDLES];
    bad_handles(bad, client, config, session);
    for (size_t i = 0; i < BAD_HANDLES; i++) {
        char text[8];
        size_t length = 0;
        af_session *none = NULL;
        af_request request = 0;
        af_event event = AF_EVENT_INIT;
        af_status answers[] = {
            af_client_set_failure_callback(bad[i], record_failure, &recorder, record_release, &error),
            af_client_set_event_callback(bad[i], record_event, &recorder, record_release, &error),
            af_login(bad[i], KEY, &none, &error),
            af_validate(bad[i], KEY, &none, &error),
            af_login_start(bad[i], KEY, &request, &error),
            af_validate_start(bad[i], KEY, &request, &error),
            af_client_heartbeat(bad[i], &none, &error),
            af_client_heartbeat_start(bad[i], &request, &error),
            af_login_from_file(bad[i], file, &none, &error),
            af_login_from_file_start(bad[i], file, &request, &error),
            af_verify_license_file(bad[i], file, &none, &error),
            af_verify_license_file_start(bad[i], file, &request, &error),
            af_activate_offline(bad[i], LASTING_KEY, "license", &none, &error),
            af_activate_offline_start(bad[i], LASTING_KEY, "license", &request, &error),
            af_self_ban(bad[i], &ban, &error),
            af_self_ban_start(bad[i], &ban, &request, &error),
            af_create_activation_request(bad[i], NULL, text, sizeof text, &length, &error),
            af_write_activation_request(bad[i], NULL, "request", &error),
            af_write_activation_request_start(bad[i], NULL, "request", &request, &error),
            af_logout(bad[i], &error),
            af_client_cancel(bad[i], 1, &error),
            af_client_hwid(bad[i], text, sizeof text, &length, &error),
            af_client_session(bad[i], &none, &error),
            af_get_session_data(bad[i], text, sizeof text, &length, &error),
            af_get_app_variables(bad[i], text, sizeof text, &length, &error),
            af_get_license_variables(bad[i], text, sizeof text, &length, &error),
        };
        for (size_t j = 0; j < LENGTH(answers); j++) {
            if (answers[j] != AF_STATUS_INVALID_HANDLE)
                FAIL("handle %zu = %p, function %zu: %s", i, bad[i], j, af_status_code(answers[j]));
        }
        CHECK(!af_is_authenticated(bad[i]));
        CHECK_EQ(af_client_pump(bad[i]), 0);
        CHECK(!af_client_poll(bad[i], &event));
        CHECK(!af_client_wait(bad[i], UINT32_MAX));
        CHECK(none == NULL && request == 0);
        af_client_free(bad[i]);
    }
    CHECK_EQ(recorder.count, 0);
    /* Refused, and so given back. */
    CHECK_EQ(recorder.releases, 2 * BAD_HANDLES);
    CHECK_EQ(request_total(), 1);
    CHECK_TEXT(names_in("."), "");
    leave_folder();
    free(file);
    CHECK_EQ(af_session_get_kind(session), AF_SESSION_KIND_ONLINE);
    OK(af_logout(other, &error));
    af_session_free(session);
    af_config_free(config);
    af_client_free(other);
    return 0;
}
