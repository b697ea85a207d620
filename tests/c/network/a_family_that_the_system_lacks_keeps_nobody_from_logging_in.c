/* A family that the system lacks keeps nobody from logging in. */
/* takes: 5 s */

#define _GNU_SOURCE
#include "../harness.h"
#include "../harness/addresses.h"

static int lacking = AF_INET6;

/* A system without a family. */
#ifdef _WIN32
IN_FRONT_OF(SOCKET, WSASocketW,
            (int domain, int type, int protocol, WSAPROTOCOL_INFOW *kind, GROUP group, DWORD flags))
{
    if (domain == lacking) {
        WSASetLastError(WSAEAFNOSUPPORT);
        return INVALID_SOCKET;
    }
    return WSASocketW(domain, type, protocol, kind, group, flags);
}
#define REFUSED_CONNECTION "127.0.0.1: "
#define NO_FAMILY "10047"
#else
IN_FRONT_OF(int, socket, (int domain, int type, int protocol))
{
    int (*system)(int, int, int);
    if (domain == lacking) {
        errno = EAFNOSUPPORT;
        return -1;
    }
    TO_SYSTEM(system, socket);
    return system(domain, type, protocol);
}
#define REFUSED_CONNECTION "127.0.0.1: Connection refused"
#define NO_FAMILY "not supported"
#endif

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
    REFUSED(af_login(client, KEY, NULL, &error), AF_STATUS_NETWORK_ERROR, REFUSED_CONNECTION);

    /* Where there is no other, it is about that one. */
    name_addresses = six;
    REFUSED(af_login(client, KEY, NULL, &error), AF_STATUS_NETWORK_ERROR, NO_FAMILY);
    af_client_free(client);
    close_socket(reserved);
    return 0;
}
