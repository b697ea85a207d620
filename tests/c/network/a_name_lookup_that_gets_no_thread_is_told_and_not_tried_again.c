/* A name lookup that gets no thread is told and not tried again. */

#define _GNU_SOURCE
#include "../harness.h"
#include "../harness/threads.h"

/* Knows nothing. */
IN_FRONT_OF(int, getaddrinfo,
            (const char *host, const char *service, const struct addrinfo *hints, struct addrinfo **out))
{
    (void)host, (void)service, (void)hints, (void)out;
    return EAI_NONAME;
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_config *config = test_config();
    OK(af_config_set_api_base_url(config, "https://licenses.example", &error));
    af_client *client = client_of(config);

    leave_threads(0);
    REFUSED(af_login(client, KEY, NULL, &error), AF_STATUS_OUT_OF_RESOURCES, "no thread");
    CHECK_EQ(count_of(&refused_threads), 1);

    /* Nothing is left of it. */
    give_threads();
    CHECK_STATUS(af_login(client, KEY, NULL, &error), AF_STATUS_DNS_ERROR);
    OK(af_shutdown((unsigned)PATIENCE * 1000, &error));
    CHECK_SOON(thread_count() == 1);
    af_client_free(client);
    return 0;
}
