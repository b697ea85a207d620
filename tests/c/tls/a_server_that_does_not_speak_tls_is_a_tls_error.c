/* A server that does not speak TLS is a TLS error. */
/* takes: 3 s */

#include "../harness.h"

int main(void)
{
    af_error error = AF_ERROR_INIT;
    char url[80];
    snprintf(url, sizeof url, "https://%s", strstr(URL, "127.0.0.1"));
    af_config *config = test_config();
    OK(af_config_set_api_base_url(config, url, &error));
    OK(af_config_set_request_timeout(config, 5, &error));
    af_client *client = client_of(config);
    REFUSED(af_login(client, KEY, NULL, &error), AF_STATUS_TLS_ERROR, "does not speak TLS");
    CHECK_HAS(error.message, "for http://");
    CHECK_TEXT(error.code, "tls_error");
    af_client_free(client);
    return 0;
}
