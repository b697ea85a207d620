/* Any function may be called on any thread. */

#include "../harness.h"

static af_client *client;
static char *file;
static struct counter stop = COUNTER_INIT;

static void on_event(af_client *same, const af_event *event, void *user_data)
{
    (void)user_data;
    CHECK(same == client);
    if (event->session)
        CHECK_TEXT(af_session_variable_string(event->session, AF_SCOPE_LICENSE, "tier", "none"), "pro");
}

static void *work(void *argument)
{
    unsigned seed = *(unsigned *)argument;
    const af_self_ban_options nothing = { sizeof nothing, 0, 0, 0, LASTING_KEY, NULL };
    while (count_of(&stop) == 0) {
        char text[4096];
        size_t length = 0;
        af_session *session = NULL;
        af_status status = AF_STATUS_OK;
        switch (((seed = seed * 1103515245u + 12345u) >> 16) % 18) {
        case 0:
            status = af_login(client, KEY, &session, NULL);
            break;
        case 1:
            status = af_validate(client, KEY, &session, NULL);
            break;
        case 2:
            status = af_logout(client, NULL);
            break;
        case 3:
            status = af_login_start(client, KEY, NULL, NULL);
            break;
        case 4:
            status = af_client_session(client, &session, NULL);
            break;
        case 5:
            status = af_get_session_data(client, text, sizeof text, &length, NULL);
            break;
        case 6:
            status = af_client_set_event_callback(client, on_event, NULL, NULL, NULL);
            break;
        case 7:
            status = af_client_hwid(client, text, sizeof text, &length, NULL);
            break;
        case 8:
            status = af_login_from_file(client, file, &session, NULL);
            break;
        case 9:
            status = af_login_from_file_start(client, file, NULL, NULL);
            break;
        case 10:
            status = af_verify_license_file(client, "license", &session, NULL);
            break;
        case 11:
            status = af_activate_offline(client, LASTING_KEY, "new/license", &session, NULL);
            break;
        case 12:
            status = af_activate_offline_start(client, LASTING_KEY, "license", NULL, NULL);
            break;
        case 13:
            status = af_self_ban(client, &nothing, NULL);
            break;
        case 14:
            status = af_write_activation_request(client, NULL, "new/request", NULL);
            break;
        case 15:
            status = af_create_activation_request(client, NULL, text, sizeof text, &length, NULL);
            break;
        case 16:
            status = af_client_heartbeat(client, &session, NULL);
            break;
        case 17:
            status = af_client_heartbeat_start(client, NULL, NULL);
            break;
        }
        CHECK(status == AF_STATUS_OK || status == AF_STATUS_CANCELLED ||
              status == AF_STATUS_NOT_AUTHENTICATED || status == AF_STATUS_TOO_MANY ||
              status == AF_STATUS_OFFLINE_SESSION || status == AF_STATUS_RATE_LIMITED);
        if (session) {
            CHECK_TEXT(af_session_variable_string(session, AF_SCOPE_LICENSE, "tier", "none"), "pro");
            CHECK_EQ(af_session_variable_count(session, AF_SCOPE_LICENSE), 4);
            af_session_free(session);
        }
    }
    return NULL;
}

int main(void)
{
    enum { THREADS = 6 };
    pthread_t threads[THREADS];
    unsigned seeds[THREADS];
    af_error error = AF_ERROR_INIT;
    client = test_client();
    file = mint_for_any(NULL);
    admin_do("PUT", "/v1/licenses/" LASTING_KEY "/variables", "{\"tier\":\"pro\",\"a\":1,\"b\":2,\"c\":3}");
    enter_folder();
    put("license", file);
    for (unsigned i = 0; i < THREADS; i++) {
        seeds[i] = i * 7919 + 1;
        threads[i] = start_thread(work, &seeds[i]);
    }
    request_count("validate", 60);
    count_up(&stop);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    log_out(client);
    CHECK(!af_is_authenticated(client));
    af_client_free(client);
    OK(af_shutdown(60000, &error));
    CHECK_SOON(thread_count() == 1);
    CHECK(strstr(names_in("."), ".tmp") == NULL && strstr(names_in("new"), ".tmp") == NULL);
    leave_folder();
    free(file);
    return 0;
}
