/* The end of a license file ends no process that is pumped or told to go on. */
/* takes: 2 s */

#include "../harness.h"

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_event event = AF_EVENT_INIT;
    af_config *pumped = file_config(), *going_on = file_config();
    OK(af_config_set_dispatch(pumped, AF_DISPATCH_PUMP, &error));
    OK(af_config_set_failure_policy(going_on, AF_FAILURE_POLICY_CONTINUE, &error));
    af_client *clients[] = { client_of(pumped), client_of(going_on) };
    char *text = mint_ending_at(wall_ms() + BRIEFLY_MS);
    for (size_t i = 0; i < LENGTH(clients); i++)
        OK(af_login_from_file(clients[i], text, NULL, &error));
    for (size_t i = 0; i < LENGTH(clients); i++)
        CHECK_SOON(!af_is_authenticated(clients[i]));
    CHECK(af_client_poll(clients[0], &event));
    CHECK_EQ(event.kind, AF_EVENT_KIND_LOGGED_IN);
    CHECK_SOON(af_client_poll(clients[0], &event));
    CHECK_EQ(event.kind, AF_EVENT_KIND_FAILURE);
    CHECK_STATUS(event.status, AF_STATUS_EXPIRED);
    CHECK_SOON(af_client_poll(clients[0], &event));
    CHECK_EQ(event.kind, AF_EVENT_KIND_SESSION_ENDED);
    for (size_t i = 0; i < LENGTH(clients); i++)
        af_client_free(clients[i]);
    free(text);
    return 0;
}
