/* Threads of the library that are held: each shakes hands with a server that never answers. Who waits for an answer can be
 * asked to make room for others, and who has not come to ask cannot. */

#ifndef HARNESS_HELD_THREADS_H
#define HARNESS_HELD_THREADS_H

#include "client.h"
#include "server.h"

/* As many as the requests of hosts have, where the host allows six in all. */
enum { HELD_THREADS = 3 };

struct held_threads {
    int listener, connections[HELD_THREADS];
    af_client *client;
};

/* They are, when this returns. */
static inline struct held_threads hold_threads(void)
{
    struct held_threads held;
    unsigned short port;
    char url[64];
    af_error error = AF_ERROR_INIT;
    held.listener = listen_here(&port);
    snprintf(url, sizeof url, "https://127.0.0.1:%d", port);
    af_config *config = test_config();
    OK(af_config_set_api_base_url(config, url, &error));
    OK(af_config_set_request_timeout(config, 60, &error));
    held.client = client_of(config);
    for (int i = 0; i < HELD_THREADS; i++)
        OK(af_validate_start(held.client, KEY, NULL, &error));
    for (int i = 0; i < HELD_THREADS; i++)
        CHECK((held.connections[i] = (int)accept(held.listener, NULL, NULL)) >= 0);
    return held;
}

static inline void let_threads_go(struct held_threads *held)
{
    af_client_free(held->client);
    for (int i = 0; i < HELD_THREADS; i++)
        close_socket(held->connections[i]);
    close_socket(held->listener);
}

#endif
