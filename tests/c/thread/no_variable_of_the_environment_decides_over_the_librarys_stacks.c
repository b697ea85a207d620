/* No variable of the environment decides over the library's stacks. */

#define _GNU_SOURCE
#include "../harness.h"

static struct counter finished = COUNTER_INIT;
static struct counter started = COUNTER_INIT;

/* How large stacks are asked for. */
#ifdef _WIN32
IN_FRONT_OF(HANDLE, CreateThread,
            (SECURITY_ATTRIBUTES * attributes, SIZE_T size, LPTHREAD_START_ROUTINE work, void *argument,
             DWORD flags, DWORD *number))
{
    CHECK_EQ(size, 2 * 1024 * 1024);
    count_up(&started);
    return CreateThread(attributes, size, work, argument, flags, number);
}
#else
IN_FRONT_OF(int, pthread_attr_setstacksize, (pthread_attr_t * attributes, size_t size))
{
    int (*system)(pthread_attr_t *, size_t);
    TO_SYSTEM(system, pthread_attr_setstacksize);
    CHECK_EQ(size, 2 * 1024 * 1024);
    count_up(&started);
    return system(attributes, size);
}
#endif

IN_FRONT_OF(int, getaddrinfo,
            (const char *host, const char *service, const struct addrinfo *hints, struct addrinfo **out))
{
    int (*system)(const char *, const char *, const struct addrinfo *, struct addrinfo **);
    (void)host;
    TO_SYSTEM(system, getaddrinfo);
    return system("localhost", service, hints, out);
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
    CHECK(set_variable("RUST_MIN_STACK", "1"));
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
