/* The addresses of `licenses.example`, as a test wants them. A program that includes this has getaddrinfo in its own
 * hands, for the library too. `#define _GNU_SOURCE` stands before everything. */

#ifndef HARNESS_ADDRESSES_H
#define HARNESS_ADDRESSES_H

#ifndef _WIN32
#include <arpa/inet.h>
#endif

#include "check.h"
#include "client.h"

#define NAME "licenses.example"

/* Texts, in the order in which the system would give them; NULL behind the last. */
static const char *const *name_addresses;

struct node {
    struct addrinfo info;
    struct sockaddr_storage address;
};

static inline socklen_t socket_address(const char *text, unsigned short port, struct sockaddr_storage *out)
{
    struct sockaddr_in *four = (struct sockaddr_in *)out;
    struct sockaddr_in6 *six = (struct sockaddr_in6 *)out;
    memset(out, 0, sizeof *out);
    if (inet_pton(AF_INET, text, &four->sin_addr) == 1) {
        four->sin_family = AF_INET;
        four->sin_port = htons(port);
        return sizeof *four;
    }
    CHECK_EQ(inet_pton(AF_INET6, text, &six->sin6_addr), 1);
    six->sin6_family = AF_INET6;
    six->sin6_port = htons(port);
    return sizeof *six;
}

IN_FRONT_OF(int, getaddrinfo,
            (const char *host, const char *service, const struct addrinfo *hints, struct addrinfo **out))
{
    struct addrinfo **next = out;
    (void)service, (void)hints;
    CHECK_TEXT(host, NAME);
    for (const char *const *text = name_addresses; *text; text++) {
        struct node *node = calloc(1, sizeof *node);
        CHECK(node != NULL);
        node->info.ai_addrlen = socket_address(*text, 0, &node->address);
        node->info.ai_family = node->address.ss_family;
        node->info.ai_socktype = SOCK_STREAM;
        node->info.ai_addr = (struct sockaddr *)&node->address;
        *next = &node->info;
        next = &node->info.ai_next;
    }
    *next = NULL;
    return 0;
}

IN_FRONT_OF(void, freeaddrinfo, (struct addrinfo * list))
{
    while (list) {
        struct addrinfo *next = list->ai_next;
        free(list);
        list = next;
    }
}

static inline unsigned short port_of(const char *url)
{
    return (unsigned short)atoi(strrchr(url, ':') + 1);
}

/* A client that asks the name, at this port. */
static inline af_client *client_of_name(unsigned short port, int timeout)
{
    char url[80];
    af_error error = AF_ERROR_INIT;
    af_config *config = test_config();
    snprintf(url, sizeof url, "http://" NAME ":%d", port);
    OK(af_config_set_allow_plain_http(config, true, &error));
    OK(af_config_set_api_base_url(config, url, &error));
    OK(af_config_set_request_timeout(config, timeout, &error));
    return client_of(config);
}

/* From now on a connection to this address of this machine is neither made nor refused: the queue of a program
 * that accepts none is full. Gives false if the machine has no such address. */
static inline bool make_dead(const char *text, unsigned short port)
{
    struct sockaddr_storage address;
    socklen_t size = socket_address(text, port, &address);
    int listener = socket(address.ss_family, SOCK_STREAM, 0);
    if (listener < 0 || bind(listener, (struct sockaddr *)&address, size) != 0)
        return false;
    CHECK_EQ(listen(listener, 0), 0);
    for (int i = 0; i < 4; i++) {
        int extra = socket(address.ss_family, SOCK_STREAM, 0);
        let_nothing_wait(extra);
        connect(extra, (struct sockaddr *)&address, size);
    }
    return true;
}

#endif
