/* A family that the system lacks keeps nobody from logging in. */
/* takes: 5 s */

#define _GNU_SOURCE
#include <dlfcn.h>

#include "../harness.h"
#include "../harness/addresses.h"

static int lacking = AF_INET6;

/* Stands in front of the system's, and is a kernel without a family. */
int socket(int domain, int type, int protocol)
{
    int (*real)(int, int, int);
    if (domain == lacking) {
        errno = EAFNOSUPPORT;
        return -1;
    }
    *(void **)&real = dlsym(RTLD_NEXT, "socket");
    return real(domain, type, protocol);
}

int main(void)
{
    static const char *const both[] = { "::1", "127.0.0.1", NULL };
    static const char *const six[] = { "::1", NULL };
    af_error error = AF_ERROR_INIT;
    af_client *client = client_of_name(port_of(URL), 15);
    name_addresses = both;
    log_in(client);
    af_client_free(client);

    /* A port that nobody listens on: the message is about the address that could be tried. */
    struct sockaddr_in address;
    socklen_t size = sizeof address;
    int reserved = socket(AF_INET, SOCK_STREAM, 0);
    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    CHECK_EQ(bind(reserved, (struct sockaddr *)&address, size), 0);
    CHECK_EQ(getsockname(reserved, (struct sockaddr *)&address, &size), 0);
    client = client_of_name(ntohs(address.sin_port), 15);
    REFUSED(af_login(client, KEY, NULL, &error), AF_STATUS_NETWORK_ERROR, "127.0.0.1: Connection refused");

    /* Where there is no other, it is about that one. */
    name_addresses = six;
    REFUSED(af_login(client, KEY, NULL, &error), AF_STATUS_NETWORK_ERROR, "not supported");
    af_client_free(client);
    close(reserved);
    return 0;
}
