/* What the C tests share: checks that say where and what, clients from the environment, the development
 * server's admin API, and waits with a deadline. Nothing here sleeps. */

#ifndef HARNESS_H
#define HARNESS_H

#include <dirent.h>
#include <errno.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sched.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "authforge.h"

/* Checks. A failed one ends the process with a status that the library never uses. */

#define CHECK_FAILED 90
#define LENGTH(array) (sizeof(array) / sizeof(array)[0])

static inline void fail_at(const char *file, int line, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fprintf(stderr, "%s:%d: ", file, line);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    fflush(NULL);
    _exit(CHECK_FAILED);
}

static inline const char *shown(const char *text)
{
    return text ? text : "(null)";
}

#define FAIL(...) fail_at(__FILE__, __LINE__, __VA_ARGS__)

#define CHECK(condition)                    \
    do {                                    \
        if (!(condition))                   \
            FAIL("not true: %s", #condition); \
    } while (0)

#define CHECK_INT(actual, expected)                                                  \
    do {                                                                             \
        long long actual_ = (long long)(actual), expected_ = (long long)(expected);  \
        if (actual_ != expected_)                                                    \
            FAIL("%s is %lld, need %s = %lld", #actual, actual_, #expected, expected_); \
    } while (0)

#define CHECK_BELOW(actual, limit)                                             \
    do {                                                                       \
        long long actual_ = (long long)(actual), limit_ = (long long)(limit);  \
        if (actual_ >= limit_)                                                 \
            FAIL("%s is %lld, need less than %lld", #actual, actual_, limit_); \
    } while (0)

#define CHECK_TEXT(actual, expected)                                                 \
    do {                                                                             \
        const char *actual_ = (actual), *expected_ = (expected);                     \
        if (!actual_ || !expected_ || strcmp(actual_, expected_) != 0)               \
            FAIL("%s is \"%s\", need \"%s\"", #actual, shown(actual_), shown(expected_)); \
    } while (0)

#define CHECK_HAS(text, part)                                                     \
    do {                                                                          \
        const char *text_ = (text), *part_ = (part);                              \
        if (!text_ || !strstr(text_, part_))                                      \
            FAIL("%s is \"%s\", need \"%s\" in it", #text, shown(text_), part_);  \
    } while (0)

#define CHECK_STATUS(actual, expected)                                                        \
    do {                                                                                      \
        af_status actual_ = (actual), expected_ = (expected);                                 \
        if (actual_ != expected_)                                                             \
            FAIL("%s is %d %s, need %d %s", #actual, (int)actual_, af_status_code(actual_),   \
                 (int)expected_, af_status_code(expected_));                                  \
    } while (0)

/* A call that has to succeed and was given `&error`. */
#define OK(call)                                                                     \
    do {                                                                             \
        if ((call) != AF_STATUS_OK)                                                  \
            FAIL("%s: %s: %s", #call, error.code, error.message);                    \
    } while (0)

/* A call that has to fail and was given `&error`; `part` stands in the message. */
#define REFUSED(call, expected, part)                                                \
    do {                                                                             \
        CHECK_STATUS(call, expected);                                                \
        CHECK_STATUS(error.status, expected);                                        \
        CHECK_HAS(error.message, part);                                              \
    } while (0)

/* Time and other threads. */

static inline const char *setting(const char *name)
{
    const char *value = getenv(name);
    if (!value)
        FAIL("%s is not set; these programs are run by `cargo xtask test`", name);
    return value;
}

static inline long now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Under 50 ms each, but for one that the system may have held up. */
static inline void check_prompt(const long *times, int count)
{
    int slow = 0;
    for (int i = 0; i < count; i++) {
        CHECK_BELOW(times[i], 1000);
        if (times[i] >= 50 && ++slow > 1)
            FAIL("%ld ms, and not the only one of %d that took 50 ms or more", times[i], count);
    }
}

/* A number that threads count up and wait for. */
struct counter {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    long value;
};
#define COUNTER_INIT { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0 }

static inline void count_up(struct counter *counter)
{
    pthread_mutex_lock(&counter->lock);
    counter->value++;
    pthread_cond_broadcast(&counter->changed);
    pthread_mutex_unlock(&counter->lock);
}

static inline long count_of(struct counter *counter)
{
    pthread_mutex_lock(&counter->lock);
    long value = counter->value;
    pthread_mutex_unlock(&counter->lock);
    return value;
}

/* False when `seconds` went by first. */
static inline bool count_reaches(struct counter *counter, long least, int seconds)
{
    struct timespec deadline;
    clock_gettime(CLOCK_REALTIME, &deadline);
    deadline.tv_sec += seconds;
    pthread_mutex_lock(&counter->lock);
    int waited = 0;
    while (counter->value < least && waited == 0)
        waited = pthread_cond_timedwait(&counter->changed, &counter->lock, &deadline);
    bool reached = counter->value >= least;
    pthread_mutex_unlock(&counter->lock);
    return reached;
}

/* Seconds, more than anything takes that is not broken; the runner knows about valgrind. */
#define PATIENCE atoi(setting("AF_TEST_PATIENCE"))

static inline pthread_t start_thread(void *(*work)(void *), void *argument)
{
    pthread_t thread;
    CHECK_INT(pthread_create(&thread, NULL, work, argument), 0);
    return thread;
}

/* For what tells nobody when it has happened, such as a file in /proc. */
#define CHECK_SOON(condition)                                       \
    do {                                                            \
        long end_ = now_ms() + PATIENCE * 1000L;                    \
        while (!(condition)) {                                      \
            if (now_ms() > end_)                                    \
                FAIL("not true, and not soon: %s", #condition);     \
            sched_yield();                                          \
        }                                                           \
    } while (0)

static inline int entries_of(const char *folder, const char *link_prefix)
{
    DIR *open_folder = opendir(folder);
    CHECK(open_folder != NULL);
    int count = 0;
    for (struct dirent *entry; (entry = readdir(open_folder)) != NULL;) {
        char path[512], link[512] = "";
        if (entry->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "%s/%.200s", folder, entry->d_name);
        if (!link_prefix)
            count++;
        else if (readlink(path, link, sizeof link - 1) > 0 && strncmp(link, link_prefix, strlen(link_prefix)) == 0)
            count++;
    }
    closedir(open_folder);
    return count;
}

static inline int thread_count(void)
{
    return entries_of("/proc/self/task", NULL);
}

static inline int socket_count(void)
{
    return entries_of("/proc/self/fd", "socket:");
}

/* The development server of this run. */

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
    CHECK_INT(connect(connection, (struct sockaddr *)&address, sizeof address), 0);
    return connection;
}

static inline char *read_all(int from)
{
    size_t length = 0, room = 4096;
    char *text = malloc(room);
    CHECK(text != NULL);
    for (;;) {
        ssize_t got = read(from, text + length, room - length - 1);
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

/* Asks the admin API; gives the body of the answer, to be freed. Anything but a success fails the test. */
static inline char *admin(const char *method, const char *path, const char *body)
{
    char head[1024];
    int size = snprintf(head, sizeof head,
                        "%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer %s\r\n"
                        "Content-Type: application/json\r\nContent-Length: %zu\r\n\r\n",
                        method, path, setting("AF_TEST_ADMIN_KEY"), strlen(body));
    int connection = connect_to(setting("AF_TEST_ADMIN_URL"));
    CHECK_INT(send(connection, head, (size_t)size, MSG_NOSIGNAL), size);
    CHECK_INT(send(connection, body, strlen(body), MSG_NOSIGNAL), strlen(body));
    char *answer = read_all(connection);
    close(connection);
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
        CHECK_INT(strlen(one), 32);
        for (int j = 0; j < i; j++) {
            json_text(json, "nonce", j, other, sizeof other);
            CHECK(strcmp(one, other) != 0);
        }
    }
}

/* A child process. It says that it passed by a byte in a pipe: its exit status is no sign under valgrind,
 * for which memory that only the parent's threads held is lost there. */
struct child {
    pid_t process;
    int ends[2];
};

/* True in the child. */
static inline bool fork_child(struct child *child)
{
    CHECK_INT(pipe(child->ends), 0);
    child->process = fork();
    CHECK(child->process >= 0);
    close(child->ends[child->process == 0 ? 0 : 1]);
    return child->process == 0;
}

static inline void child_passed(struct child *child)
{
    CHECK_INT(write(child->ends[1], "+", 1), 1);
    _exit(0);
}

static inline void join_child(struct child *child)
{
    char passed = 0;
    int ended = 0;
    CHECK_INT(read(child->ends[0], &passed, 1), 1);
    CHECK_INT(waitpid(child->process, &ended, 0), child->process);
    CHECK(WIFEXITED(ended));
    close(child->ends[0]);
}

/* Clients. Interval 10, mode SERVER, and a process that survives, unless a test sets it otherwise. */

static inline af_config *test_config(void)
{
    af_error error = AF_ERROR_INIT;
    af_config *config = af_config_new(APP_ID, APP_SECRET, PUBLIC_KEY, "SERVER");
    CHECK(config != NULL);
    OK(af_config_set_api_base_url(config, URL, &error));
    OK(af_config_set_heartbeat_interval(config, 10, &error));
    OK(af_config_set_failure_policy(config, AF_FAILURE_CONTINUE, &error));
    return config;
}

/* Frees the config. */
static inline af_client *client_of(af_config *config)
{
    af_error error = AF_ERROR_INIT;
    af_client *client = NULL;
    OK(af_client_new(config, &client, &error));
    af_config_free(config);
    return client;
}

static inline af_client *test_client(void)
{
    return client_of(test_config());
}

static inline af_client *pump_client(void)
{
    af_error error = AF_ERROR_INIT;
    af_config *config = test_config();
    OK(af_config_set_dispatch(config, AF_DISPATCH_PUMP, &error));
    return client_of(config);
}

static inline void log_in(af_client *client)
{
    af_error error = AF_ERROR_INIT;
    OK(af_login(client, KEY, NULL, &error));
}

/* What is no handle of the kind of `freed`: NULL, that, two of other kinds, the caller's memory, and words. */
#define BAD_HANDLES 64
static inline void bad_handles(void *list[BAD_HANDLES], void *freed, void *other, void *third)
{
    static long memory[4];
    uint64_t word = 0x9e3779b97f4a7c15u;
    size_t count = 0;
    list[count++] = NULL;
    list[count++] = freed;
    list[count++] = other;
    list[count++] = third;
    list[count++] = memory;
    list[count++] = (char *)memory + 1;
    list[count++] = (void *)UINTPTR_MAX;
    while (count < BAD_HANDLES) {
        list[count++] = (void *)(uintptr_t)word;
        word = word * 6364136223846793005u + 1442695040888963407u;
    }
}

static inline void log_out(af_client *client)
{
    af_error error = AF_ERROR_INIT;
    OK(af_logout(client, &error));
}

/* A login on a thread of its own, for one that is expected to block. */
struct login {
    af_client *client;
    af_status status;
    long ended_at;
    pthread_t thread;
};

static inline void *run_login(void *argument)
{
    struct login *login = argument;
    login->status = af_login(login->client, KEY, NULL, NULL);
    login->ended_at = now_ms();
    return NULL;
}

static inline void begin_login(struct login *login, af_client *client)
{
    login->client = client;
    login->thread = start_thread(run_login, login);
}

static inline af_status end_login(struct login *login)
{
    CHECK_INT(pthread_join(login->thread, NULL), 0);
    return login->status;
}

/* Ears: everything a client told, in order. Failures stand in the list as AF_EVENT_KIND_FAILURE. */

struct heard {
    af_event_kind kind;
    af_reason reason;
    af_status status;
    af_request request;
    bool authenticated;
    bool has_session;
    pthread_t thread;
    char code[64];
};

struct ears {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    int count;
    int releases;
    struct heard heard[256];
};
#define EARS_INIT { .lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER }

static inline void hear(struct ears *ears, af_client *client, struct heard heard)
{
    heard.authenticated = af_is_authenticated(client);
    heard.thread = pthread_self();
    pthread_mutex_lock(&ears->lock);
    CHECK_BELOW(ears->count, LENGTH(ears->heard));
    ears->heard[ears->count++] = heard;
    pthread_cond_broadcast(&ears->changed);
    pthread_mutex_unlock(&ears->lock);
}

static inline void hear_failure(af_client *client, af_reason reason, const af_error *error, void *user_data)
{
    struct heard heard = { .kind = AF_EVENT_KIND_FAILURE, .reason = reason, .status = error->status };
    memcpy(heard.code, error->code, sizeof heard.code);
    hear(user_data, client, heard);
}

static inline void hear_event(af_client *client, const af_event *event, void *user_data)
{
    struct heard heard = { .kind = event->kind, .status = event->error.status, .request = event->request };
    heard.has_session = event->session != NULL;
    memcpy(heard.code, event->error.code, sizeof heard.code);
    hear(user_data, client, heard);
}

static inline void hear_release(void *user_data)
{
    struct ears *ears = user_data;
    pthread_mutex_lock(&ears->lock);
    ears->releases++;
    pthread_cond_broadcast(&ears->changed);
    pthread_mutex_unlock(&ears->lock);
}

static inline void listen_to(struct ears *ears, af_client *client)
{
    af_error error = AF_ERROR_INIT;
    OK(af_set_failure_callback(client, hear_failure, ears, NULL, &error));
    OK(af_set_event_callback(client, hear_event, ears, NULL, &error));
}

static inline int heard_count(struct ears *ears, af_event_kind kind)
{
    int count = 0;
    pthread_mutex_lock(&ears->lock);
    for (int i = 0; i < ears->count; i++)
        count += ears->heard[i].kind == kind;
    pthread_mutex_unlock(&ears->lock);
    return count;
}

/* Waits for the nth report of a kind, the first being 1. */
static inline struct heard wait_to_hear(struct ears *ears, af_event_kind kind, int nth)
{
    struct timespec deadline;
    clock_gettime(CLOCK_REALTIME, &deadline);
    deadline.tv_sec += PATIENCE;
    pthread_mutex_lock(&ears->lock);
    for (int waited = 0;;) {
        int seen = 0;
        for (int i = 0; i < ears->count; i++) {
            if (ears->heard[i].kind == kind && ++seen == nth) {
                struct heard found = ears->heard[i];
                pthread_mutex_unlock(&ears->lock);
                return found;
            }
        }
        if (waited != 0)
            FAIL("report %d of kind %d did not come; %d came in all", nth, (int)kind, ears->count);
        waited = pthread_cond_timedwait(&ears->changed, &ears->lock, &deadline);
    }
}

#endif
