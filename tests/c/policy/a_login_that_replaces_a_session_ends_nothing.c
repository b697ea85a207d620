/* A login that replaces a session ends nothing. */

#include "../harness.h"

static void next_is(af_client *client, af_event_kind kind)
{
    af_event event = AF_EVENT_INIT;
    CHECK(af_client_poll(client, &event));
    CHECK_EQ(event.kind, kind);
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    char *file = mint_for_any(NULL);
    af_event event = AF_EVENT_INIT;
    af_client *client = pump_client();
    log_in(client);
    log_in(client);
    OK(af_login_from_file(client, file, NULL, &error));
    OK(af_login_start(client, KEY, NULL, &error));
    for (int i = 0; i < 4; i++) {
        CHECK_SOON(af_client_poll(client, &event));
        CHECK_EQ(event.kind, AF_EVENT_KIND_LOGGED_IN);
        CHECK(event.session != NULL);
    }
    CHECK_SOON(af_client_poll(client, &event));
    CHECK_EQ(event.kind, AF_EVENT_KIND_REQUEST_FINISHED);
    log_out(client);
    next_is(client, AF_EVENT_KIND_SESSION_ENDED);
    CHECK(!af_client_poll(client, &event));
    af_client_free(client);
    free(file);
    return 0;
}
