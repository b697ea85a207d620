/* Inside a pumped callback every call may be made. */

#include "../harness.h"

static int calls;
static char *file;

static void on_event(af_client *client, const af_event *event, void *user_data)
{
    (void)user_data;
    af_error error = AF_ERROR_INIT;
    if (event->kind != AF_EVENT_KIND_LOGGED_IN || calls++ > 0)
        return;
    OK(af_validate(client, KEY, NULL, &error));
    OK(af_login(client, KEY, NULL, &error));
    OK(af_client_heartbeat(client, NULL, &error));
    const af_self_ban_options nothing = { sizeof nothing, 0, 0, 0, NULL, NULL };
    OK(af_self_ban(client, &nothing, &error));
    OK(af_verify_license_file(client, file, NULL, &error));
    OK(af_login_from_file(client, file, NULL, &error));
    OK(af_activate_offline(client, LASTING_KEY, NULL, NULL, &error));
    CHECK_EQ(af_client_pump(client), 0);
    OK(af_shutdown(60000, &error));
    CHECK(!af_is_authenticated(client));
    af_client_free(client);
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_client *client = pump_client();
    file = mint_for_any(NULL);
    OK(af_client_set_event_callback(client, on_event, NULL, NULL, &error));
    log_in(client);
    CHECK(af_client_pump(client) >= 1);
    CHECK_EQ(calls, 1);
    CHECK_STATUS(af_logout(client, &error), AF_STATUS_INVALID_HANDLE);
    free(file);
    return 0;
}
