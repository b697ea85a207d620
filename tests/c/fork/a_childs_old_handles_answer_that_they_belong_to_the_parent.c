/* A child's old handles answer that they belong to the parent. */
/* where: not windows, because there is no fork */

#include "../harness.h"

static char *file;

static void use_in_child(af_config *config, af_client *client, af_session *session)
{
    af_error error = AF_ERROR_INIT;
    af_event event = AF_EVENT_INIT;
    af_client *made = NULL;
    af_session *out = NULL;
    char text[80];
    const af_status answers[] = {
        af_config_set_ttl_seconds(config, 0, &error),
        af_client_new(config, &made, &error),
        af_client_set_failure_callback(client, record_failure, NULL, NULL, &error),
        af_client_set_event_callback(client, NULL, NULL, NULL, &error),
        af_login(client, KEY, &out, &error),
        af_validate(client, KEY, &out, &error),
        af_login_start(client, KEY, NULL, &error),
        af_validate_start(client, KEY, NULL, &error),
        af_client_heartbeat(client, &out, &error),
        af_client_heartbeat_start(client, NULL, &error),
        af_login_from_file(client, file, &out, &error),
        af_login_from_file_start(client, file, NULL, &error),
        af_verify_license_file(client, file, &out, &error),
        af_verify_license_file_start(client, file, NULL, &error),
        af_activate_offline(client, LASTING_KEY, "license", &out, &error),
        af_activate_offline_start(client, LASTING_KEY, "license", NULL, &error),
        af_self_ban(client, NULL, &error),
        af_self_ban_start(client, NULL, NULL, &error),
        af_create_activation_request(client, NULL, text, sizeof text, NULL, &error),
        af_write_activation_request(client, NULL, "request", &error),
        af_write_activation_request_start(client, NULL, "request", NULL, &error),
        af_logout(client, &error),
        af_client_cancel(client, 1, &error),
        af_client_hwid(client, text, sizeof text, NULL, &error),
        af_client_session(client, &out, &error),
        af_get_session_data(client, text, sizeof text, NULL, &error),
        af_get_app_variables(client, text, sizeof text, NULL, &error),
        af_get_license_variables(client, text, sizeof text, NULL, &error),
        af_session_clone(session, &out, &error),
    };
    for (size_t i = 0; i < LENGTH(answers); i++) {
        if (answers[i] != AF_STATUS_FORKED)
            FAIL("call %zu: %s", i, af_status_code(answers[i]));
    }
    CHECK_TEXT(error.code, "forked");
    CHECK(!af_is_authenticated(client) && af_client_pump(client) == 0 && !af_client_poll(client, &event));
    CHECK_EQ(af_session_get_kind(session), AF_SESSION_KIND_NONE);
    CHECK(af_session_json(session) == NULL && af_session_license_file(session) == NULL);
    CHECK_TEXT(names_in("."), "");
    /* Of its own, it makes all it wants. */
    af_client *own = test_client();
    OK(af_login_from_file(own, file, NULL, &error));
    OK(af_write_activation_request(own, NULL, "request", &error));
    af_client_free(own);
    af_config_free(config);
    af_client_free(client);
    af_session_free(session);
    OK(af_shutdown(1000, &error));
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_session *session = NULL;
    af_config *config = test_config();
    af_client *client = test_client();
    OK(af_login(client, KEY, &session, &error));
    file = mint_for_any(NULL);
    enter_folder();
    struct child child;
    if (fork_child(&child)) {
        use_in_child(config, client, session);
        child_passed(&child);
    }
    join_child(&child);
    /* What the child freed were not ours. */
    OK(af_config_set_ttl_seconds(config, 0, &error));
    CHECK(af_is_authenticated(client));
    CHECK_TEXT(af_session_variable_string(session, AF_SCOPE_LICENSE, "tier", "none"), "pro");
    af_config_free(config);
    af_session_free(session);
    af_client_free(client);
    leave_folder();
    free(file);
    return 0;
}
