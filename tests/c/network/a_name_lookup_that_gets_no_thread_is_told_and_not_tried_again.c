/* A name lookup that gets no thread is told and not tried again. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <netdb.h>

#include "../harness.h"

static bool no_threads;
static int refused;

/* Stands in front of the system's. */
int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*work)(void *), void *argument)
{
    int (*real)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
    if (no_threads) {
        refused++;
        return EAGAIN;
    }
    *(void **)&real = dlsym(RTLD_NEXT, "pthread_create");
    return real(thread, attributes, work, argument);
}

/* Stands in front of the system's, and knows nothing. */
int getaddrinfo(const char *host, const char *service, const struct addrinfo *hints, struct addrinfo **out)
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

    no_threads = true;
    REFUSED(af_login(client, KEY, NULL, &error), AF_STATUS_OUT_OF_RESOURCES, "no thread");
    CHECK_EQ(refused, 1);

    /* Nothing is left of it. */
    no_threads = false;
    CHECK_STATUS(af_login(client, KEY, NULL, &error), AF_STATUS_DNS_ERROR);
    OK(af_shutdown((unsigned)PATIENCE * 1000, &error));
    CHECK_SOON(thread_count() == 1);
    af_client_free(client);
    return 0;
}
