/* What is true of a client is never late, pumped or not. */

#include "../harness.h"

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_client *client = pump_client();
    CHECK(!af_is_authenticated(client));
    OK(af_login_start(client, KEY, NULL, &error));
    CHECK_SOON(af_is_authenticated(client));
    log_out(client);
    CHECK(!af_is_authenticated(client));
    log_in(client);
    CHECK(af_is_authenticated(client));
    OK(af_shutdown(60000, &error));
    CHECK(!af_is_authenticated(client));
    log_in(client);
    af_client_free(client);
    CHECK(!af_is_authenticated(client));
    return 0;
}
