/* No variable of the environment decides over the library's stacks. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <netdb.h>

#include "../harness.h"

static struct counter finished = COUNTER_INIT;
static struct counter started = COUNTER_INIT;

/* Stands in front of the system's, and looks how large stacks are asked for. */
int pthread_attr_setstacksize(pthread_attr_t *attributes, size_t size)
{
    int (*real)(pthread_attr_t *, size_t);
    *(void **)&real = dlsym(RTLD_NEXT, "pthread_attr_setstacksize");
    CHECK_EQ(size, 2 * 1024 * 1024);
    count_up(&started);
    return real(attributes, size);
}

/* Stands in front of the system's. */
int getaddrinfo(const char *host, const char *service, const struct addrinfo *hints, struct addrinfo **out)
{
    int (*real)(const char *, const char *, const struct addrinfo *, struct addrinfo **);
    (void)host;
    *(void **)&real = dlsym(RTLD_NEXT, "getaddrinfo");
    return real("localhost", service, hints, out);
}

static void on_event(af_client *client, const af_event *event, void *user_data)
{
    (void)client, (void)user_data;
    if (event->kind == AF_EVENT_KIND_REQUEST_FINISHED) {
        CHECK_STATUS(event->status, AF_STATUS_OK);
        count_up(&finished);
    }
}

int main(void)
{
    char url[80];
    af_error error = AF_ERROR_INIT;
    CHECK_EQ(setenv("RUST_MIN_STACK", "1", 1), 0);
    snprintf(url, sizeof url, "http://licenses.example%s", strrchr(URL, ':'));
    af_config *config = test_config();
    OK(af_config_set_api_base_url(config, url, &error));
    OK(af_config_set_allow_plain_http(config, true, &error));
    af_client *client = client_of(config);
    OK(af_client_set_event_callback(client, on_event, NULL, NULL, &error));
    OK(af_login_start(client, KEY, NULL, &error));
    CHECK(count_reaches(&finished, 1, PATIENCE));
    /* The scheduler, the pool, and the one for the name. */
    CHECK(count_of(&started) >= 3);
    af_client_free(client);
    return 0;
}
