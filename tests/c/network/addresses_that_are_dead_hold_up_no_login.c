/* Addresses that are dead hold up no login. */
/* valgrind: no, it measures how long it takes */
/* takes: 8 s */

#include "../harness.h"
#include "../harness/addresses.h"

/* Gives how long a login took over these addresses. */
static long login_over(const char *const *addresses)
{
    af_client *client = client_of_name(port_of(URL), 15);
    name_addresses = addresses;
    long begin = now_ms();
    log_in(client);
    long took = now_ms() - begin;
    af_client_free(client);
    return took;
}

int main(void)
{
    static const char *const eight[] = { "127.0.0.2", "127.0.0.3", "127.0.0.4", "127.0.0.5", "127.0.0.6",
                                         "127.0.0.7", "127.0.0.8", "127.0.0.9", "127.0.0.1", NULL };
    static const char *const families[] = { "::1", "127.0.0.1", NULL };
    static const char *const behind[] = { "127.0.0.1", "127.0.0.2", NULL };
    for (int i = 0; i < 8; i++)
        CHECK(make_dead(eight[i], port_of(URL)));
    /* A quarter of a second for each that is dead, and what else a loaded machine takes. */
    CHECK_BELOW(login_over(eight), 8000);
    CHECK_BELOW(login_over(eight + 4), 6000);
    CHECK_BELOW(login_over(behind), 2900);
    if (make_dead("::1", port_of(URL)))
        CHECK_BELOW(login_over(families), 2900);
    return 0;
}
