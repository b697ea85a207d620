/* A login begun later counts and calls off one begun earlier. */

#include "harness.h"

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

static void by_start(af_client *client)
{
    af_error error = AF_ERROR_INIT;
    OK(af_login_start(client, KEY, NULL, &error));
    CHECK_SOON(af_is_authenticated(client));
}

/* A login on a thread of its own, which hangs. */
static void *blocking(void *argument)
{
    struct login *login = argument;
    login->status = af_login(login->client, LASTING_KEY, NULL, NULL);
    return NULL;
}

static void check_session(af_client *client, const char *key)
{
    af_error error = AF_ERROR_INIT;
    af_session *session = NULL;
    OK(af_client_session(client, &session, &error));
    CHECK_TEXT(af_session_license_key(session), key);
    af_session_free(session);
}

int main(void)
{
    void (*const later[])(af_client *) = { by_login, by_file, by_start };
    af_error error = AF_ERROR_INIT;
    file = mint_for_any(NULL);
    add_fault("{\"fault\":\"hang\",\"license_key\":\"" LASTING_KEY "\"}");
    for (size_t i = 0; i < LENGTH(later); i++) {
        af_client *client = pump_client();
        af_event event = AF_EVENT_INIT;
        af_request earlier = 0, validate = 0;
        struct login other = { .client = client };
        int sent = request_count("validate", 0);
        OK(af_login_start(client, LASTING_KEY, &earlier, &error));
        OK(af_validate_start(client, LASTING_KEY, &validate, &error));
        other.thread = start_thread(blocking, &other);
        request_count("validate", sent + 3);

        /* One that fails calls nobody off. */
        CHECK_STATUS(af_login_from_file(client, "no such file", NULL, &error), AF_STATUS_READ_ERROR);
        CHECK(af_client_poll(client, &event));
        CHECK_INT(event.kind, AF_EVENT_KIND_FAILURE);
        CHECK(!af_client_poll(client, &event));

        later[i](client);
        CHECK_STATUS(end_login(&other), AF_STATUS_CANCELLED);
        CHECK(af_client_poll(client, &event));
        CHECK_INT(event.kind, AF_EVENT_KIND_LOGGED_IN);
        int ends = 0;
        while (af_client_poll(client, &event)) {
            CHECK_INT(event.kind, AF_EVENT_KIND_REQUEST_FINISHED);
            /* Who only asked is not called off. */
            CHECK(event.request != validate);
            CHECK_STATUS(event.error.status, event.request == earlier ? AF_STATUS_CANCELLED : AF_STATUS_OK);
            ends += event.request == earlier;
        }
        CHECK_INT(ends, 1);
        check_session(client, KEY);
        log_out(client);
        CHECK(af_client_poll(client, &event));
        CHECK_INT(event.request, validate);
        CHECK(af_client_poll(client, &event));
        CHECK_INT(event.kind, AF_EVENT_KIND_SESSION_ENDED);
        CHECK(!af_client_poll(client, &event));
        af_client_free(client);
    }
    free(file);
    return 0;
}
