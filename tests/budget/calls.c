/* One call, again and again: `calls <name> <times>`. Whoever counts instructions runs it twice, and the rest drops out. */

#include "budget.h"

#include <string.h>

static af_config *config;
static af_client *client;
static af_session *session;

static void nothing(void)
{
}

static void is_authenticated(void)
{
    must(af_is_authenticated(client), "af_is_authenticated");
}

static void session_and_free(void)
{
    af_session *one = NULL;
    must(af_client_session(client, &one, NULL) == AF_STATUS_OK, "af_client_session");
    af_session_free(one);
}

static void variable_int(void)
{
    must(af_session_variable_int(session, AF_SCOPE_LICENSE, "seats", 0) == 3, "af_session_variable_int");
}

static void variable_string(void)
{
    const char *tier = af_session_variable_string(session, AF_SCOPE_LICENSE, "tier", "");
    must(tier[0] == 'p', "af_session_variable_string");
}

static void variable_missing(void)
{
    must(af_session_variable_int(session, AF_SCOPE_LICENSE, "none", 7) == 7, "af_session_variable_int");
}

static void expires_at(void)
{
    must(af_session_expires_at(session) != 0, "af_session_expires_at");
}

static void poll_nothing(void)
{
    af_event event = AF_EVENT_INIT;
    must(!af_client_poll(client, &event), "af_client_poll");
}

static void pump_nothing(void)
{
    must(af_client_pump(client) == 0, "af_client_pump");
}

static void client_new_and_free(void)
{
    af_client *one = NULL;
    must(af_client_new(config, &one, NULL) == AF_STATUS_OK, "af_client_new");
    af_client_free(one);
}

static const struct {
    const char *name;
    void (*call)(void);
} calls[] = {
    { "nothing", nothing },
    { "af_is_authenticated", is_authenticated },
    { "af_client_session and af_session_free", session_and_free },
    { "af_session_variable_int", variable_int },
    { "af_session_variable_string", variable_string },
    { "af_session_variable_int of a missing name", variable_missing },
    { "af_session_expires_at", expires_at },
    { "af_client_poll of nothing", poll_nothing },
    { "af_client_pump of nothing", pump_nothing },
    { "af_client_new and af_client_free", client_new_and_free },
};

int main(int argc, char **argv)
{
    must(argc == 3, "reading the command line");
    void (*call)(void) = NULL;
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        if (strcmp(calls[i].name, argv[1]) == 0)
            call = calls[i].call;
    }
    must(call != NULL, argv[1]);
    config = config_of_environment();
    must(af_client_new(config, &client, NULL) == AF_STATUS_OK, "af_client_new");
    must(af_login(client, setting("AF_TEST_LICENSE_KEY"), &session, NULL) == AF_STATUS_OK, "af_login");
    af_event event = AF_EVENT_INIT;
    while (af_client_poll(client, &event))
        ;
    for (long times = atol(argv[2]); times > 0; times--)
        call();
    af_session_free(session);
    af_client_free(client);
    af_config_free(config);
    return 0;
}
