/* Inside a callback the started forms of blocking calls may be made. */

#include "../harness.h"

static struct recorder recorder = RECORDER_INIT;

static void on_event(af_client *client, const af_event *event, void *user_data)
{
    static bool begun;
    const af_self_ban_options nothing = { sizeof nothing, 0, 0, 0, KEY, NULL };
    af_error error = AF_ERROR_INIT;
    if (!begun) {
        begun = true;
        OK(af_validate_start(client, KEY, NULL, &error));
        OK(af_activate_offline_start(client, LASTING_KEY, "license", NULL, &error));
        OK(af_self_ban_start(client, &nothing, NULL, &error));
        OK(af_verify_license_file_start(client, user_data, NULL, &error));
        OK(af_write_activation_request_start(client, NULL, "request", NULL, &error));
    }
    if (event->kind == AF_EVENT_KIND_LOGGED_IN &&
        af_session_get_kind(event->session) == AF_SESSION_KIND_ONLINE)
        OK(af_client_heartbeat_start(client, NULL, &error));
    record_event(client, event, &recorder);
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    char *file = mint_for_any(NULL);
    af_client *client = test_client();
    enter_folder();
    OK(af_client_set_event_callback(client, on_event, file, NULL, &error));
    OK(af_login_from_file_start(client, file, NULL, &error));
    wait_for_report(&recorder, AF_EVENT_KIND_REQUEST_FINISHED, 6);
    for (int i = 0; i < recorder.count; i++)
        CHECK_STATUS(recorder.reports[i].status, AF_STATUS_OK);
    OK(af_login_start(client, KEY, NULL, &error));
    CHECK_STATUS(wait_for_report(&recorder, AF_EVENT_KIND_REQUEST_FINISHED, 8).status, AF_STATUS_OK);
    CHECK_STATUS(wait_for_report(&recorder, AF_EVENT_KIND_HEARTBEAT_SUCCEEDED, 1).status, AF_STATUS_OK);
    CHECK_TEXT(names_in("."), "license request");
    leave_folder();
    af_client_free(client);
    free(file);
    return 0;
}
