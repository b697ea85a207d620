/* Dead routes of one family do not keep from the other. */
/* where: not windows, because nobody can make a network of his own there */
/* valgrind: no, it cannot enter a namespace */
/* takes: 9 s */

#define _GNU_SOURCE
#include <sched.h>

#include "../harness.h"
#include "../harness/addresses.h"
#include "../harness/raw_server.h"

static bool run(const char *command)
{
    return system(command) == 0;
}

static void write_to(const char *path, const char *text)
{
    int file = open(path, O_WRONLY);
    if (file < 0 || write(file, text, strlen(text)) != (ssize_t)strlen(text))
        SKIP("this system lets nobody make a network of his own");
    close(file);
}

/* A network with nobody in it but us: what is sent to `d0` is lost without a word. */
static void make_network(void)
{
    char users[32], groups[32];
    if (!run("ip -V > /dev/null 2>&1"))
        SKIP("there is no `ip` to make a network with");
    snprintf(users, sizeof users, "0 %d 1", (int)getuid());
    snprintf(groups, sizeof groups, "0 %d 1", (int)getgid());
    if (unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0)
        SKIP("this system lets nobody make a network of his own");
    write_to("/proc/self/setgroups", "deny");
    write_to("/proc/self/uid_map", users);
    write_to("/proc/self/gid_map", groups);
    if (!run(
            "{ ip link set lo up && ip link add d0 type veth peer name d1 && ip addr add 192.0.2.1/24 dev d0 && "
            "ip link set d0 arp off && ip link set d0 up && ip link set d1 up; } > /dev/null 2>&1"))
        SKIP("this system has no virtual network devices");
}

/* Gives how long it took to be answered. */
static long asked_over(const char *const *addresses, unsigned short port)
{
    af_error error = AF_ERROR_INIT;
    af_client *client = client_of_name(port, 8);
    name_addresses = addresses;
    long begin = now_ms();
    if (af_validate(client, KEY, NULL, &error) != AF_STATUS_HTTP_ERROR)
        FAIL("%s...: %s: %s", addresses[0], error.code, error.message);
    long took = now_ms() - begin;
    af_client_free(client);
    return took;
}

int main(void)
{
    static struct raw_server server;
    static const char *const dead_six[] = { "2001:db8::1", "2001:db8::2", "2001:db8::3", "2001:db8::4",
                                            "2001:db8::5", "2001:db8::6", "2001:db8::7", "2001:db8::8",
                                            "127.0.0.1",   NULL };
    static const char *const dead_four[] = { "192.0.2.9", "192.0.2.10", "127.0.0.1", NULL };
    static const char ANSWER[] = "HTTP/1.1 501 No\r\nContent-Length: 0\r\n\r\n";
    af_error error = AF_ERROR_INIT;
    make_network();
    set_answer(&server, ANSWER, sizeof ANSWER - 1);
    start_raw_server(&server);
    unsigned short port = port_of(server.url);

    /* No route at all: each fails at once. */
    CHECK_BELOW(asked_over(dead_six, port), 4000);
    bool six = run("ip -6 addr add 2001:db8::99/64 dev d0 nodad > /dev/null 2>&1");
    /* The other family comes second, be there ever so many of the first. */
    if (six)
        CHECK_BELOW(asked_over(dead_six, port), 4000);
    CHECK_BELOW(asked_over(dead_four, port), 4500);
    if (six && run("ip -6 route add blackhole 2001:db8::/65 > /dev/null 2>&1"))
        CHECK_BELOW(asked_over(dead_six, port), 4000);

    /* Nobody listens there, and the others are silent: both are said. */
    close(server.listener);
    static const char *const silent[] = { "192.0.2.9", "127.0.0.1", NULL };
    af_client *client = client_of_name(1, 2);
    name_addresses = silent;
    REFUSED(af_validate(client, KEY, NULL, &error), AF_STATUS_TIMEOUT, "127.0.0.1: Connection refused");
    af_client_free(client);
    return 0;
}
