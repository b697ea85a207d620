/* The development server of this run, and its admin API. */

#ifndef HARNESS_SERVER_H
#define HARNESS_SERVER_H

#include <errno.h>

#include "check.h"
#include "wait.h"

#define APP_ID setting("AF_TEST_APP_ID")
#define APP_SECRET setting("AF_TEST_APP_SECRET")
#define PUBLIC_KEY setting("AF_TEST_PUBLIC_KEY")
#define KEY setting("AF_TEST_LICENSE_KEY")
#define URL setting("AF_TEST_URL")

static inline int connect_to(const char *url)
{
    const char *colon = strrchr(url, ':');
    struct sockaddr_in address;
    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_port = htons((unsigned short)atoi(colon + 1));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int connection = socket(AF_INET, SOCK_STREAM, 0);
    CHECK(connection >= 0);
    CHECK_EQ(connect(connection, (struct sockaddr *)&address, sizeof address), 0);
    return connection;
}

static inline long read_some(int from, char *out, size_t size)
{
    return (long)read(from, out, (unsigned)size);
}

static inline long receive_some(int from, char *out, size_t size)
{
    return (long)recv(from, out, (int)size, 0);
}

/* All that comes until the other side hangs up, to be freed. */
static inline char *all_of(int from, long (*some)(int, char *, size_t))
{
    size_t length = 0, room = 4096;
    char *text = malloc(room);
    CHECK(text != NULL);
    for (;;) {
        long got = some(from, text + length, room - length - 1);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            break;
        length += (size_t)got;
        if (room - length < 2)
            CHECK((text = realloc(text, room *= 2)) != NULL);
    }
    text[length] = '\0';
    return text;
}

/* Of a pipe. */
static inline char *read_all(int from)
{
    return all_of(from, read_some);
}

/* Of a socket. */
static inline char *receive_all(int from)
{
    return all_of(from, receive_some);
}

/* A socket that listens on a free port of this machine, which is put behind `port`. */
static inline int listen_here(unsigned short *port)
{
    struct sockaddr_in address;
    socklen_t size = sizeof address;
    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    CHECK_EQ(bind(listener, (struct sockaddr *)&address, size), 0);
    CHECK_EQ(listen(listener, 64), 0);
    CHECK_EQ(getsockname(listener, (struct sockaddr *)&address, &size), 0);
    *port = ntohs(address.sin_port);
    return listener;
}

/* Asks the admin API; gives the body of the answer, to be freed. Anything but a success fails the test. */
static inline char *admin(const char *method, const char *path, const char *body)
{
    char head[1024];
    int size =
        snprintf(head, sizeof head,
                 "%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer %s\r\n"
                 "Content-Type: application/json\r\nContent-Length: %zu\r\n\r\n",
                 method, path, setting("AF_TEST_ADMIN_KEY"), strlen(body));
    int connection = connect_to(setting("AF_TEST_ADMIN_URL"));
    CHECK_EQ(send(connection, head, size, MSG_NOSIGNAL), size);
    CHECK_EQ(send(connection, body, (int)strlen(body), MSG_NOSIGNAL), strlen(body));
    char *answer = receive_all(connection);
    close_socket(connection);
    char *content = strstr(answer, "\r\n\r\n");
    if (strncmp(answer, "HTTP/1.1 2", 10) != 0 || !content)
        FAIL("%s %s %s: %s", method, path, body, answer);
    memmove(answer, content + 4, strlen(content + 4) + 1);
    return answer;
}

static inline void admin_do(const char *method, const char *path, const char *body)
{
    free(admin(method, path, body));
}

/* `json` as in {"fault": "hang", "endpoint": "validate", "count": 1}. */
static inline void add_fault(const char *json)
{
    admin_do("POST", "/dev/faults", json);
}

/* The next `count` sessions end at this second since 1970. */
static inline void end_next_sessions_at(long long second, int count)
{
    char json[160];
    snprintf(json, sizeof json,
             "{\"fault\":{\"set_fields\":{\"expiresIn\":%lld}},\"endpoint\":\"validate\",\"count\":%d}",
             second, count);
    add_fault(json);
}

static inline void clear_faults(void)
{
    admin_do("DELETE", "/dev/faults", "");
}

static inline void license_action(const char *key, const char *action)
{
    char path[160], body[80];
    snprintf(path, sizeof path, "/v1/licenses/%s", key);
    snprintf(body, sizeof body, "{\"action\":\"%s\"}", action);
    admin_do("PUT", path, body);
}

static inline void set_license_variables(const char *json)
{
    char path[160];
    snprintf(path, sizeof path, "/v1/licenses/%s/variables", KEY);
    admin_do("PUT", path, json);
}

static inline void set_app_variables(const char *json)
{
    char path[160];
    snprintf(path, sizeof path, "/v1/apps/%s/variables", APP_ID);
    admin_do("PUT", path, json);
}

/* Switches of the app, such as {"disabled": true}. */
static inline void update_app(const char *json)
{
    char path[160];
    snprintf(path, sizeof path, "/dev/apps/%s", APP_ID);
    admin_do("PUT", path, json);
}

static inline int occurrences(const char *text, const char *part)
{
    int count = 0;
    for (const char *at = text; (at = strstr(at, part)) != NULL; at += strlen(part))
        count++;
    return count;
}

/* The requests to `endpoint` so far, as JSON to be freed, once there are `least` of them. */
static inline char *requests(const char *endpoint, int least)
{
    char path[160];
    snprintf(path, sizeof path, "/dev/requests?endpoint=%s&at_least=%d&timeout_ms=%d", endpoint, least,
             PATIENCE * 1000);
    char *text = admin("GET", path, "");
    if (occurrences(text, "\"number\":") < least)
        FAIL("%d requests to %s did not come: %s", least, endpoint, text);
    return text;
}

static inline int request_count(const char *endpoint, int least)
{
    char *text = requests(endpoint, least);
    int count = occurrences(text, "\"number\":");
    free(text);
    return count;
}

/* How many requests there were so far, to any endpoint. */
static inline int request_total(void)
{
    char *text = admin("GET", "/dev/requests", "");
    int count = occurrences(text, "\"number\":");
    free(text);
    return count;
}

/* Copies the text of the nth field of this name. */
static inline void json_text(const char *json, const char *name, int nth, char *out, size_t size)
{
    char start[80];
    snprintf(start, sizeof start, "\"%s\":\"", name);
    const char *at = json;
    for (int seen = 0; (at = strstr(at, start)) != NULL; seen++) {
        at += strlen(start);
        if (seen < nth)
            continue;
        size_t length = strcspn(at, "\"");
        CHECK(length < size);
        memcpy(out, at, length);
        out[length] = '\0';
        return;
    }
    FAIL("no field %s number %d in %s", name, nth, json);
}

/* No two of the first `count` requests in `json` have the same nonce. */
static inline void check_fresh_nonces(const char *json, int count)
{
    char one[80], other[80];
    for (int i = 0; i < count; i++) {
        json_text(json, "nonce", i, one, sizeof one);
        CHECK_EQ(strlen(one), 32);
        for (int j = 0; j < i; j++) {
            json_text(json, "nonce", j, other, sizeof other);
            CHECK(strcmp(one, other) != 0);
        }
    }
}

#endif
