/* A proxy that swaps key and machine is found out where tokens are bound. */
/* takes: 11 s */

#include "../harness.h"

/* Between program and service: puts the key and the machine of the one customer who paid into every request. */
struct proxy {
    int listener;
    char url[64];
};

static const char *swaps[][2] = { { "licenseKey", NULL }, { "hwid", "the-one-machine-that-paid" } };

static void swap(char *body, size_t size, const char *name, const char *value)
{
    char start[40], rest[4096];
    snprintf(start, sizeof start, "\"%s\":\"", name);
    char *from = strstr(body, start);
    if (!from)
        return;
    from += strlen(start);
    snprintf(rest, sizeof rest, "%s", strchr(from, '"'));
    CHECK_BELOW(strlen(value) + strlen(rest), size - (size_t)(from - body));
    strcpy(from, value);
    strcat(from, rest);
}

/* One request, with its body. */
static void read_request(int connection, char *text, size_t size)
{
    size_t length = 0;
    for (;;) {
        long got = receive_some(connection, text + length, size - length - 1);
        if (got <= 0) {
            *text = '\0';
            return;
        }
        length += (size_t)got;
        text[length] = '\0';
        const char *end = strstr(text, "\r\n\r\n"), *field = strstr(text, "ontent-");
        while (field && strncmp(field + 7, "ength", 5) != 0 && strncmp(field + 8, "ength", 5) != 0)
            field = strstr(field + 1, "ontent-");
        if (end && field && length - (size_t)(end + 4 - text) >= (size_t)atoi(strchr(field, ':') + 1))
            return;
    }
}

static void relay(int connection)
{
    char request[8192], path[80], body[4096], head[400];
    read_request(connection, request, sizeof request);
    if (*request && sscanf(request, "POST %79s", path) == 1) {
        snprintf(body, sizeof body, "%s", strstr(request, "\r\n\r\n") + 4);
        for (size_t i = 0; i < LENGTH(swaps); i++)
            swap(body, sizeof body, swaps[i][0], swaps[i][1]);
        int service = connect_to(URL);
        snprintf(
            head, sizeof head,
            "POST %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n"
            "Content-Length: %zu\r\n\r\n",
            path, strlen(body));
        CHECK_EQ(send(service, head, (int)strlen(head), MSG_NOSIGNAL), strlen(head));
        CHECK_EQ(send(service, body, (int)strlen(body), MSG_NOSIGNAL), strlen(body));
        char *answer = receive_all(service);
        send(connection, answer, (int)strlen(answer), MSG_NOSIGNAL);
        free(answer);
        close_socket(service);
    }
    close_socket(connection);
}

static void *run_proxy(void *argument)
{
    struct proxy *proxy = argument;
    for (int connection; (connection = accept(proxy->listener, NULL, NULL)) >= 0;)
        relay(connection);
    return NULL;
}

static void open_proxy(struct proxy *proxy)
{
    unsigned short port;
    proxy->listener = listen_here(&port);
    snprintf(proxy->url, sizeof proxy->url, "http://127.0.0.1:%d", port);
}

static af_client *client_behind(const struct proxy *proxy, const char *hwid, af_token_binding binding)
{
    af_error error = AF_ERROR_INIT;
    af_config *config = test_config();
    OK(af_config_set_api_base_url(config, proxy->url, &error));
    OK(af_config_set_hwid_override(config, hwid, &error));
    OK(af_config_set_token_binding(config, binding, &error));
    return client_of(config);
}

int main(void)
{
    static struct proxy proxy;
    static struct recorder recorder = RECORDER_INIT;
    af_error error = AF_ERROR_INIT;
    swaps[0][1] = KEY;
    open_proxy(&proxy);
    pthread_t thread = start_thread(run_proxy, &proxy);

    /* Without it any program runs on any key on any machine, and takes one seat. */
    for (int i = 0; i < 5; i++) {
        char key[32], hwid[32];
        snprintf(key, sizeof key, "INVE-NTED-KEY%d-XXXX", i);
        snprintf(hwid, sizeof hwid, "machine-%d", i);
        af_client *client = client_behind(&proxy, hwid, AF_TOKEN_BINDING_OFF);
        OK(af_login(client, key, NULL, &error));
        af_client_free(client);
        client = client_behind(&proxy, hwid, AF_TOKEN_BINDING_IF_PRESENT);
        CHECK_STATUS(af_login(client, key, NULL, &error), AF_STATUS_ANSWER_MISMATCH);
        CHECK_STATUS(af_validate(client, key, NULL, &error), AF_STATUS_ANSWER_MISMATCH);
        /* The right key on another machine, too. */
        REFUSED(af_login(client, KEY, NULL, &error), AF_STATUS_ANSWER_MISMATCH, "another machine");
        CHECK(!af_is_authenticated(client));
        af_client_free(client);
    }
    /* An activation is held to the file that it brings, in any case. */
    swaps[0][1] = LASTING_KEY;
    af_client *client = client_behind(&proxy, "machine", AF_TOKEN_BINDING_OFF);
    CHECK_STATUS(af_activate_offline(client, LASTING_KEY, NULL, NULL, &error),
                 AF_STATUS_OFFLINE_FILE_REJECTED);
    af_client_free(client);

    /* Who paid is not locked out: what is written into the request is what stood there. */
    swaps[0][1] = KEY;
    client = client_behind(&proxy, swaps[1][1], AF_TOKEN_BINDING_IF_PRESENT);
    record_from(&recorder, client);
    OK(af_login(client, KEY, NULL, &error));
    CHECK(wait_for_report(&recorder, AF_EVENT_KIND_HEARTBEAT_SUCCEEDED, 1).has_session);
    af_client_free(client);
    CHECK_EQ(report_count(&recorder, AF_EVENT_KIND_FAILURE), 0);

    stop_listening(proxy.listener);
    CHECK_EQ(pthread_join(thread, NULL), 0);
    return 0;
}
