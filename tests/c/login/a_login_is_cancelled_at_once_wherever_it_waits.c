/* A login is cancelled at once wherever it waits. */
/* alone: measures milliseconds */
/* valgrind: no, it measures milliseconds */

#include "../harness.h"

static int listen_on(char *url, const char *scheme, int backlog)
{
    struct sockaddr_in address;
    socklen_t size = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    CHECK_EQ(bind(listener, (struct sockaddr *)&address, size), 0);
    CHECK_EQ(listen(listener, backlog), 0);
    CHECK_EQ(getsockname(listener, (struct sockaddr *)&address, &size), 0);
    sprintf(url, "%s://127.0.0.1:%d", scheme, ntohs(address.sin_port));
    return listener;
}

/* Fills the queue of connections that nobody accepts: the next one is not answered. */
static void fill(const char *url)
{
    for (int i = 0; i < 16; i++) {
        struct sockaddr_in address;
        int extra = socket(AF_INET, SOCK_STREAM, 0);
        let_nothing_wait(extra);
        memset(&address, 0, sizeof address);
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        address.sin_port = htons((unsigned short)atoi(strrchr(url, ':') + 1));
        connect(extra, (struct sockaddr *)&address, sizeof address);
    }
}

/* Gives how long the login went on. */
static long cancel(const char *url, const char *fault, int accept_on)
{
    af_error error = AF_ERROR_INIT;
    struct login login;
    af_config *config = test_config();
    OK(af_config_set_api_base_url(config, url, &error));
    af_client *client = client_of(config);
    if (fault)
        add_fault(fault);
    int before = socket_count(), peer = -1;
    admin_do("DELETE", "/dev/requests", "");
    begin_login(&login, client);
    if (accept_on >= 0)
        CHECK((peer = accept(accept_on, NULL, NULL)) >= 0);
    else if (fault)
        request_count("validate", 1);
    else
        CHECK_SOON(socket_count() > before);
    long begin = now_ms();
    OK(af_logout(client, &error));
    CHECK_STATUS(end_login(&login), AF_STATUS_CANCELLED);
    af_client_free(client);
    clear_faults();
    if (peer >= 0)
        close_socket(peer);
    return login.ended_at - begin;
}

int main(void)
{
    char full[64], silent[64];
    listen_on(full, "http", 0);
    fill(full);
    int listener = listen_on(silent, "https", 8);
    const struct {
        const char *url, *fault;
        int accept_on;
    } places[] = {
        { full, NULL, -1 },                                   /* the connection */
        { silent, NULL, listener },                           /* TLS */
        { URL, "{\"fault\":\"hang\"}", -1 },                  /* the answer's first byte */
        { URL, "{\"fault\":{\"trickle\":{\"ms\":20}}}", -1 }, /* the answer's last byte */
        { URL, "{\"fault\":{\"rate_limited_429\":{}}}", -1 }, /* the next attempt */
        { URL, "{\"fault\":\"close\"}", -1 },
    };
    for (size_t i = 0; i < LENGTH(places); i++) {
        long times[5];
        for (size_t j = 0; j < LENGTH(times); j++)
            times[j] = cancel(places[i].url, places[i].fault, places[i].accept_on);
        check_prompt(times, LENGTH(times));
    }
    return 0;
}
