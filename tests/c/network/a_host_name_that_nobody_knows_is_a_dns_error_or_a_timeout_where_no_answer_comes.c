/* A host name that nobody knows is a DNS error, or a timeout where no answer comes. */
/* valgrind: no, a lookup that still waits when the program ends keeps what the C library gave its thread */
/* takes: 6 s */

#include "../harness.h"

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_config *config = test_config();
    OK(af_config_set_api_base_url(config, "https://nobody.invalid", &error));
    OK(af_config_set_request_timeout(config, 2, &error));
    af_client *client = client_of(config);
    long begin = now_ms();
    af_status status = af_login(client, KEY, NULL, &error);
    CHECK(status == AF_STATUS_DNS_ERROR || status == AF_STATUS_TIMEOUT);
    CHECK_TEXT(error.code, af_status_code(status));
    CHECK_BELOW(now_ms() - begin, 9000);
    af_client_free(client);
    return 0;
}
