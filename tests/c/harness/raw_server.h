/* A server that answers every request with the same bytes and then hangs up. */

#ifndef HARNESS_RAW_SERVER_H
#define HARNESS_RAW_SERVER_H

#include "check.h"
#include "server.h"
#include "wait.h"

struct raw_server {
    int listener;
    char url[64];
    pthread_mutex_t lock;
    const char *answer;
    size_t length;
};

static inline void answer_raw(struct raw_server *server, int peer)
{
    char request[8192];
    size_t length = 0;
    const char *end = NULL;
    /* Closing with bytes unread would reset the connection before the answer is read. */
    while (!end ||
           length < (size_t)(end + 4 - request) + (size_t)atoi(strstr(request, "ontent-length: ") + 15)) {
        long got = receive_some(peer, request + length, sizeof request - length - 1);
        if (got <= 0)
            return;
        length += (size_t)got;
        request[length] = '\0';
        end = strstr(request, "\r\n\r\n");
    }
    pthread_mutex_lock(&server->lock);
    const char *answer = server->answer;
    size_t left = server->length;
    pthread_mutex_unlock(&server->lock);
    while (left > 0) {
        long sent = (long)send(peer, answer, (int)left, MSG_NOSIGNAL);
        if (sent <= 0)
            return;
        answer += sent;
        left -= (size_t)sent;
    }
}

static inline void *run_raw_server(void *argument)
{
    struct raw_server *server = argument;
    for (int peer; (peer = accept(server->listener, NULL, NULL)) >= 0;) {
        answer_raw(server, peer);
        shutdown(peer, SHUT_WR);
        /* Gone when the other side is. */
        char byte;
        while (recv(peer, &byte, 1, 0) > 0)
            ;
        close_socket(peer);
    }
    return NULL;
}

static inline void start_raw_server(struct raw_server *server)
{
    unsigned short port;
    server->listener = listen_here(&port);
    snprintf(server->url, sizeof server->url, "http://127.0.0.1:%d", port);
    pthread_mutex_init(&server->lock, NULL);
    pthread_detach(start_thread(run_raw_server, server));
}

/* From now on. */
static inline void set_answer(struct raw_server *server, const char *answer, size_t length)
{
    pthread_mutex_lock(&server->lock);
    server->answer = answer;
    server->length = length;
    pthread_mutex_unlock(&server->lock);
}

#endif
