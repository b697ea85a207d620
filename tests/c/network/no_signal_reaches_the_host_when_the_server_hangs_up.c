/* No signal reaches the host when the server hangs up. */
/* takes: 3 s */

#include "../harness.h"

enum { LOGINS = 24 };

static int listener;

static void *hang_up(void *argument)
{
    (void)argument;
    for (;;) {
        int connection = accept(listener, NULL, NULL);
        if (connection < 0)
            return NULL;
        close_socket(connection);
    }
}

int main(void)
{
    static struct login logins[LOGINS];
    af_error error = AF_ERROR_INIT;
    unsigned short port;
    const char *const schemes[] = { "http", "https" };
    listener = listen_here(&port);
    start_thread(hang_up, NULL);
    /* SIGPIPE has its default action here: it would end the process. */
    for (int i = 0; i < LOGINS; i++) {
        char url[80];
        snprintf(url, sizeof url, "%s://127.0.0.1:%d", schemes[i % 2], port);
        af_config *config = test_config();
        OK(af_config_set_api_base_url(config, url, &error));
        begin_login(&logins[i], client_of(config));
    }
    for (int i = 0; i < LOGINS; i++) {
        af_status status = end_login(&logins[i]);
        CHECK(status == AF_STATUS_NETWORK_ERROR || status == AF_STATUS_TLS_ERROR);
        af_client_free(logins[i].client);
    }
    return 0;
}
