/* Unloading the library while heartbeats run does not crash. */
/* takes: 12 s */
/* loads: it is unloaded */

#include "../harness.h"

static struct counter checked = COUNTER_INIT;
static void *library;

/* ISO C has no cast from an object's address to a function's. */
static void find(void *function, const char *name)
{
    void *address = symbol_of(library, name);
    if (!address)
        FAIL("%s is not exported", name);
    memcpy(function, &address, sizeof address);
}

static void on_event(af_client *client, const af_event *event, void *user_data)
{
    (void)client, (void)user_data;
    if (event->kind == AF_EVENT_KIND_HEARTBEAT_SUCCEEDED)
        count_up(&checked);
}

int main(void)
{
    af_config *(*config_new)(const char *, const char *, const char *, const char *);
    af_status (*set_url)(af_config *, const char *, af_error *);
    af_status (*set_interval)(af_config *, int32_t, af_error *);
    af_status (*client_new)(const af_config *, af_client **, af_error *);
    af_status (*set_event)(af_client *, af_event_fn, void *, af_release_fn, af_error *);
    af_status (*login)(af_client *, const char *, af_session **, af_error *);
    bool (*is_authenticated)(const af_client *);
    void (*client_free)(af_client *);
    void (*config_free)(af_config *);
    af_status (*shut_down)(uint32_t, af_error *);
    af_error error = AF_ERROR_INIT;
    af_client *client = NULL;

    library = load_library(setting("AF_TEST_LIBRARY"));
    CHECK(library != NULL);
    CHECK_EQ(thread_count(), 1);
    find(&config_new, "af_config_new");
    find(&set_url, "af_config_set_api_base_url");
    find(&set_interval, "af_config_set_heartbeat_interval");
    find(&client_new, "af_client_new");
    find(&set_event, "af_client_set_event_callback");
    find(&login, "af_login");
    find(&is_authenticated, "af_is_authenticated");
    find(&client_free, "af_client_free");
    find(&config_free, "af_config_free");
    find(&shut_down, "af_shutdown");
    af_config *config = config_new(APP_ID, APP_SECRET, PUBLIC_KEY, "SERVER");
    OK(set_url(config, URL, &error));
    OK(set_interval(config, 10, &error));
    OK(client_new(config, &client, &error));
    OK(set_event(client, on_event, NULL, NULL, &error));
    OK(login(client, KEY, NULL, &error));
    config_free(config);
    CHECK(unload_library(library));
    CHECK(count_reaches(&checked, 1, PATIENCE));

    library = load_library(setting("AF_TEST_LIBRARY"));
    CHECK(library != NULL);
    find(&is_authenticated, "af_is_authenticated");
    CHECK(is_authenticated(client));
    client_free(client);
    OK(shut_down(5000, &error));
    CHECK(unload_library(library));
    CHECK_SOON(thread_count() == 1);
    return 0;
}
