/* How long af_logout, af_client_free and af_shutdown take while a request hangs: in connecting, in the TLS
 * handshake, and in waiting for the answer; made by a blocking call and by a started one. */

#include "authforge_bench.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum stage { CONNECT, HANDSHAKE, ANSWER, STAGES };
enum end { LOGOUT, FREE, SHUTDOWN, ENDS };
enum { ROUNDS = 5, KINDS = 2, SAMPLES = STAGES * KINDS * ROUNDS, CROWD = 8 };

/* A server that listens and says nothing. */
struct dead {
    int listener;
    int accepted;
    int crowd[CROWD];
    char url[64];
};

static void start_dead(struct dead *dead, enum stage stage)
{
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t length = sizeof address;
    dead->listener = socket(AF_INET, SOCK_STREAM, 0);
    must(bind(dead->listener, (struct sockaddr *)&address, length) == 0, "bind");
    must(listen(dead->listener, stage == CONNECT ? 0 : 8) == 0, "listen");
    must(getsockname(dead->listener, (struct sockaddr *)&address, &length) == 0, "getsockname");
    snprintf(dead->url, sizeof dead->url, "%s://127.0.0.1:%d", stage == HANDSHAKE ? "https" : "http",
             ntohs(address.sin_port));
    dead->accepted = -1;
    /* With its queue full, the system drops whoever wants to connect. */
    for (int i = 0; i < CROWD; i++) {
        dead->crowd[i] = stage == CONNECT ? socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0) : -1;
        if (stage == CONNECT)
            (void)!connect(dead->crowd[i], (struct sockaddr *)&address, length);
    }
}

/* Returns when the request hangs in its stage. */
static void wait_until_it_hangs(struct dead *dead, enum stage stage)
{
    const struct timespec moment = { 0, 30000000 };
    if (stage != CONNECT) {
        char byte;
        struct pollfd incoming = { .fd = dead->listener, .events = POLLIN };
        must(poll(&incoming, 1, 5000) == 1, "a connection");
        dead->accepted = accept(dead->listener, NULL, NULL);
        must(recv(dead->accepted, &byte, 1, MSG_PEEK) == 1, "a request");
    }
    nanosleep(&moment, NULL);
}

static void stop_dead(struct dead *dead)
{
    for (int i = 0; i < CROWD; i++)
        if (dead->crowd[i] >= 0)
            close(dead->crowd[i]);
    if (dead->accepted >= 0)
        close(dead->accepted);
    close(dead->listener);
}

static void *log_in(void *client)
{
    af_error error = AF_ERROR_INIT;
    must(af_login(client, "KEY", NULL, &error) == AF_STATUS_CANCELLED, "being cancelled");
    return NULL;
}

static void end_with(enum end end, af_client *client)
{
    if (end == LOGOUT)
        must(af_logout(client, NULL) == AF_STATUS_OK, "af_logout");
    else if (end == FREE)
        af_client_free(client);
    else
        must(af_shutdown(5000, NULL) == AF_STATUS_OK, "af_shutdown");
}

static void measure_one(enum stage stage, enum end end, int started, double *took, double *unblocked)
{
    struct dead dead;
    pthread_t thread;
    start_dead(&dead, stage);
    af_client *client = client_for(dead.url);
    if (started)
        must(af_login_start(client, "KEY", NULL, NULL) == AF_STATUS_OK, "af_login_start");
    else
        must(pthread_create(&thread, NULL, log_in, client) == 0, "pthread_create");
    wait_until_it_hangs(&dead, stage);
    int64_t start = now_ns();
    end_with(end, client);
    *took = (double)(now_ns() - start);
    if (!started) {
        pthread_join(thread, NULL);
        *unblocked = (double)(now_ns() - start);
    }
    af_client_free(client);
    stop_dead(&dead);
}

void measure_dead_server(void)
{
    static const char *const names[ENDS] = { "logout", "free", "shutdown" };
    static double unblocked[ENDS * SAMPLES];
    int unblocked_count = 0;
    for (enum end end = 0; end < ENDS; end++) {
        static double took[SAMPLES];
        int count = 0;
        for (enum stage stage = 0; stage < STAGES; stage++)
            for (int i = 0; i < KINDS * ROUNDS; i++) {
                int started = i % KINDS;
                measure_one(stage, end, started, &took[count++], &unblocked[unblocked_count]);
                unblocked_count += !started;
            }
        print_samples(names[end], took, count);
    }
    print_samples("unblocked", unblocked, unblocked_count);
}
