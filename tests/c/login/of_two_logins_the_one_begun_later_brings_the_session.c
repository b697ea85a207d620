/* Of two logins the one begun later brings the session. */

#include "../harness.h"

static char *file;

static void by_login(af_client *client)
{
    log_in(client);
}

static void by_file(af_client *client)
{
    af_error error = AF_ERROR_INIT;
    OK(af_login_from_file(client, file, NULL, &error));
}

/* A login on a thread of its own, which is answered late. */
static void *blocking(void *argument)
{
    struct login *login = argument;
    login->status = af_login(login->client, LASTING_KEY, NULL, NULL);
    return NULL;
}

static bool told(af_client *client, af_request request)
{
    af_event event = AF_EVENT_INIT;
    while (af_client_poll(client, &event)) {
        CHECK_STATUS(event.status, AF_STATUS_OK);
        CHECK(event.kind == AF_EVENT_KIND_LOGGED_IN || event.request == request);
        if (event.request == request)
            return true;
    }
    return false;
}

int main(void)
{
    void (*const later[])(af_client *) = { by_login, by_file };
    af_error error = AF_ERROR_INIT;
    file = mint_for_any(NULL);
    add_fault("{\"fault\":{\"delay\":{\"ms\":1500}},\"license_key\":\"" LASTING_KEY "\"}");
    for (size_t i = 0; i < LENGTH(later); i++) {
        af_client *client = pump_client();
        af_request earlier = 0;
        struct login other = { .client = client };
        int sent = request_count("validate", 0);
        OK(af_login_start(client, LASTING_KEY, &earlier, &error));
        other.thread = start_thread(blocking, &other);
        request_count("validate", sent + 2);
        later[i](client);
        /* They are a success too, and their sessions do not take its place. */
        CHECK_STATUS(end_login(&other), AF_STATUS_OK);
        CHECK_SOON(told(client, earlier));
        af_session *session = NULL;
        OK(af_client_session(client, &session, &error));
        CHECK_TEXT(af_session_license_key(session), KEY);
        af_session_free(session);
        af_client_free(client);
    }
    free(file);
    return 0;
}
