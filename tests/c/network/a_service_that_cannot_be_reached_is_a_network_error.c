/* A service that cannot be reached is a network error. */
/* takes: 4 s */

#include "../harness.h"

int main(void)
{
    static struct recorder recorder = RECORDER_INIT;
    af_error error = AF_ERROR_INIT;
    struct sockaddr_in address;
    socklen_t size = sizeof address;
    char url[80];
    /* A port that nobody listens on: bound, and never made to listen. */
    int reserved = socket(AF_INET, SOCK_STREAM, 0);
    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    CHECK_EQ(bind(reserved, (struct sockaddr *)&address, size), 0);
    CHECK_EQ(getsockname(reserved, (struct sockaddr *)&address, &size), 0);
    snprintf(url, sizeof url, "http://127.0.0.1:%d", ntohs(address.sin_port));

    af_config *config = test_config();
    OK(af_config_set_api_base_url(config, url, &error));
    af_client *client = client_of(config);
    record_from(&recorder, client);
    CHECK_STATUS(af_login(client, KEY, NULL, &error), AF_STATUS_NETWORK_ERROR);
    CHECK_TEXT(error.code, "network_error");
    CHECK_EQ(error.http_status, 0);
    CHECK_EQ(wait_for_report(&recorder, AF_EVENT_KIND_FAILURE, 1).reason, AF_REASON_NETWORK_ERROR);
    af_client_free(client);
    CHECK_EQ(report_count(&recorder, AF_EVENT_KIND_FAILURE), 1);
    close_socket(reserved);
    return 0;
}
