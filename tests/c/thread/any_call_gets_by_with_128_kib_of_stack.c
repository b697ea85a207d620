/* Any call gets by with 128 KiB of stack. */
/* shipped: without optimisation a call takes more */
/* devserver: --tls */
/* valgrind: no, it reports the AES-GCM assembler, and has a stack of its own */

#define _GNU_SOURCE
#include "../harness.h"
#include "../harness/platform/stack.h"

#define STACK (128u * 1024)

static char *file_text, request_text[20000];

struct visit {
    af_client *client;
    void (*what)(af_client *);
};

static void log_in_there(af_client *client)
{
    af_error error = AF_ERROR_INIT;
    af_session *session = NULL;
    OK(af_login(client, KEY, &session, &error));
    CHECK(af_session_json(session) != NULL);
    af_session_free(session);
}

static void validate(af_client *client)
{
    af_error error = AF_ERROR_INIT;
    OK(af_validate(client, KEY, NULL, &error));
}

static void renew(af_client *client)
{
    af_error error = AF_ERROR_INIT;
    OK(af_client_heartbeat(client, NULL, &error));
}

static void activate(af_client *client)
{
    af_error error = AF_ERROR_INIT;
    OK(af_activate_offline(client, LASTING_KEY, "folder/activated.authforge", NULL, &error));
}

static void use_file(af_client *client)
{
    af_error error = AF_ERROR_INIT;
    OK(af_login_from_file(client, file_text, NULL, &error));
    put("a.authforge", file_text);
    OK(af_verify_license_file(client, "a.authforge", NULL, &error));
}

static void make_request(af_client *client)
{
    af_error error = AF_ERROR_INIT;
    size_t length = 0;
    char json[4000];
    OK(af_create_activation_request(client, NULL, request_text, sizeof request_text, &length, &error));
    OK(af_parse_activation_request(request_text, json, sizeof json, &length, &error));
    OK(af_write_activation_request(client, NULL, "request.txt", &error));
}

static void start_and_poll(af_client *client)
{
    af_error error = AF_ERROR_INIT;
    af_event event = AF_EVENT_INIT;
    af_request request = 0;
    OK(af_login_start(client, KEY, &request, &error));
    CHECK_SOON(af_client_poll(client, &event) && event.kind == AF_EVENT_KIND_REQUEST_FINISHED);
    CHECK_STATUS(event.status, AF_STATUS_OK);
}

static void ban(af_client *client)
{
    af_error error = AF_ERROR_INIT;
    af_self_ban_options options = AF_SELF_BAN_OPTIONS_INIT;
    options.license_key = KEY;
    OK(af_self_ban(client, &options, &error));
}

static int heard;

static void on_event(af_client *client, const af_event *event, void *user_data)
{
    (void)client, (void)event, (void)user_data;
    heard++;
}

static void on_log(af_log_level level, const char *text, size_t length, void *user_data)
{
    (void)level, (void)text, (void)length, (void)user_data;
    __atomic_fetch_add(&heard, 1, __ATOMIC_SEQ_CST);
}

static void listen_pump_and_leave(af_client *client)
{
    af_error error = AF_ERROR_INIT;
    OK(af_client_set_event_callback(client, on_event, NULL, NULL, &error));
    OK(af_set_log_callback(AF_LOG_LEVEL_DEBUG, on_log, NULL, NULL, &error));
    OK(af_login(client, KEY, NULL, &error));
    CHECK(af_client_pump(client) > 0);
    OK(af_logout(client, &error));
    OK(af_shutdown(PATIENCE * 1000u, &error));
    OK(af_set_log_callback(AF_LOG_LEVEL_OFF, NULL, NULL, NULL, &error));
    CHECK(heard > 1);
}

static void make_and_free(af_client *client)
{
    af_error error = AF_ERROR_INIT;
    (void)client;
    af_config *config = test_config();
    OK(af_config_set_ca_file(config, setting("AF_TEST_CA_FILE"), &error));
    af_client_free(client_of(config));
}

static void *there(void *user_data)
{
    struct visit *visit = user_data;
    visit->what(visit->client);
    return NULL;
}

/* Runs it on a thread with so much stack and no more; gives how deep it went, in bytes. */
static size_t depth_of(void (*what)(af_client *), af_client *client)
{
    struct visit visit = { client, what };
    size_t deep = 0;
    CHECK(depth_on_stack(STACK, there, &visit, &deep));
    return deep;
}

/* Variables nested as deep as an answer may be. */
static char *deep_file(void)
{
    static char fault[1000];
    size_t length = (size_t)snprintf(fault, sizeof fault, "{\"set_fields\":{\"licenseVariables\":{\"a\":");
    for (int i = 0; i < 61; i++)
        length += (size_t)snprintf(fault + length, sizeof fault - length, "[");
    for (int i = 0; i < 61; i++)
        length += (size_t)snprintf(fault + length, sizeof fault - length, "]");
    snprintf(fault + length, sizeof fault - length, "}}}");
    return mint_for_any(fault);
}

int main(void)
{
    static const struct {
        const char *name;
        void (*what)(af_client *);
    } calls[] = {
        { "login over TLS", log_in_there },
        { "validate over TLS", validate },
        { "heartbeat", renew },
        { "license file of 64 levels", use_file },
        { "activation", activate },
        { "activation request", make_request },
        { "start and poll", start_and_poll },
        { "client", make_and_free },
        { "pump, log, logout, shutdown", listen_pump_and_leave },
        { "self-ban", ban },
    };
    af_error error = AF_ERROR_INIT;
    file_text = deep_file();
    af_config *config = test_config();
    OK(af_config_set_ca_file(config, setting("AF_TEST_CA_FILE"), &error));
    OK(af_config_set_dispatch(config, AF_DISPATCH_PUMP, &error));
    af_client *client = client_of(config);
    enter_folder();
    for (size_t i = 0; i < LENGTH(calls); i++) {
        size_t deep = depth_of(calls[i].what, client);
        if (getenv("AF_TEST_SHOW_STACK"))
            fprintf(stderr, "%-28s %3zu KiB\n", calls[i].name, deep / 1024);
        /* What is left is the harness' own, which is no part of the promise, and room for other compilers. */
        CHECK_BELOW(deep, STACK - 16 * 1024);
    }
    af_client_free(client);
    free(file_text);
    return 0;
}
