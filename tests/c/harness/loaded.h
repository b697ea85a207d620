/* The library as a program loads it that is not linked with it: what a few proofs need of it. */

#ifndef HARNESS_LOADED_H
#define HARNESS_LOADED_H

#include "../harness.h"

struct loaded {
    void *library;
    af_config *(*config_new)(const char *, const char *, const char *, const char *);
    af_status (*config_set_url)(af_config *, const char *, af_error *);
    af_status (*config_set_policy)(af_config *, int32_t, af_error *);
    void (*config_free)(af_config *);
    af_status (*client_new)(const af_config *, af_client **, af_error *);
    af_status (*set_event_callback)(af_client *, af_event_fn, void *, af_release_fn, af_error *);
    af_status (*login)(af_client *, const char *, af_session **, af_error *);
    af_status (*login_start)(af_client *, const char *, af_request *, af_error *);
    af_status (*login_from_file)(af_client *, const char *, af_session **, af_error *);
    af_status (*activate_offline)(af_client *, const char *, const char *, af_session **, af_error *);
    bool (*is_authenticated)(const af_client *);
    void (*client_free)(af_client *);
    af_status (*shut_down)(uint32_t, af_error *);
};

/* ISO C has no cast from an object's address to a function's. */
static inline void find_function(void *library, void *function, const char *name)
{
    void *address = symbol_of(library, name);
    if (!address)
        FAIL("%s is not exported", name);
    memcpy(function, &address, sizeof address);
}

static inline struct loaded functions_of(void *library)
{
    struct loaded loaded = { .library = library };
    CHECK(library != NULL);
    find_function(library, &loaded.config_new, "af_config_new");
    find_function(library, &loaded.config_set_url, "af_config_set_api_base_url");
    find_function(library, &loaded.config_set_policy, "af_config_set_failure_policy");
    find_function(library, &loaded.config_free, "af_config_free");
    find_function(library, &loaded.client_new, "af_client_new");
    find_function(library, &loaded.set_event_callback, "af_client_set_event_callback");
    find_function(library, &loaded.login, "af_login");
    find_function(library, &loaded.login_start, "af_login_start");
    find_function(library, &loaded.login_from_file, "af_login_from_file");
    find_function(library, &loaded.activate_offline, "af_activate_offline");
    find_function(library, &loaded.is_authenticated, "af_is_authenticated");
    find_function(library, &loaded.client_free, "af_client_free");
    find_function(library, &loaded.shut_down, "af_shutdown");
    return loaded;
}

static inline af_client *loaded_client(const struct loaded *loaded)
{
    af_error error = AF_ERROR_INIT;
    af_client *client = NULL;
    af_config *config = loaded->config_new(APP_ID, APP_SECRET, PUBLIC_KEY, "SERVER");
    OK(loaded->config_set_url(config, URL, &error));
    OK(loaded->config_set_policy(config, AF_FAILURE_POLICY_CONTINUE, &error));
    OK(loaded->client_new(config, &client, &error));
    loaded->config_free(config);
    return client;
}

#endif
