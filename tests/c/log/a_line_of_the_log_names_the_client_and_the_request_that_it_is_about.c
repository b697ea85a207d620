/* A line of the log names the client and the request that it is about. */
/* takes: 11 s */

#include "../harness.h"

static struct {
    pthread_mutex_t lock;
    int count;
    char text[256][256];
} lines = { .lock = PTHREAD_MUTEX_INITIALIZER };

static void on_log(af_log_level level, const char *text, size_t length, void *user_data)
{
    (void)level, (void)user_data;
    pthread_mutex_lock(&lines.lock);
    CHECK_BELOW(lines.count, LENGTH(lines.text));
    snprintf(lines.text[lines.count++], sizeof *lines.text, "%.*s", (int)length, text);
    pthread_mutex_unlock(&lines.lock);
}

/* Lines that begin so and have this in them. */
static int count_lines(const char *begin, const char *part)
{
    int count = 0;
    pthread_mutex_lock(&lines.lock);
    for (int i = 0; i < lines.count; i++)
        count += strncmp(lines.text[i], begin, strlen(begin)) == 0 && strstr(lines.text[i], part);
    pthread_mutex_unlock(&lines.lock);
    return count;
}

/* The number by which lines call a client that asks nothing but to be validated. */
static long number_of(af_client *client)
{
    af_error error = AF_ERROR_INIT;
    af_request request = 0;
    char part[64], *end;
    long number = 0;
    OK(af_validate_start(client, KEY, &request, &error));
    snprintf(part, sizeof part, ", request %llu: validate succeeded", (unsigned long long)request);
    CHECK_SOON(count_lines("client ", part) == 1);
    for (int i = 0; i < lines.count; i++) {
        if (!strstr(lines.text[i], part))
            continue;
        number = strtol(lines.text[i] + strlen("client "), &end, 10);
        CHECK_TEXT(end, part);
    }
    /* Each step of it says so too. */
    snprintf(part, sizeof part, "client %ld, request %llu: ", number, (unsigned long long)request);
    CHECK_EQ(count_lines(part, "/auth/validate answered 200"), 1);
    CHECK(number > 0);
    return number;
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_client *clients[] = { test_client(), pump_client() };
    long number[2];
    char begin[64];
    OK(af_set_log_callback(AF_LOG_LEVEL_DEBUG, on_log, NULL, NULL, &error));
    for (int i = 0; i < 2; i++)
        number[i] = number_of(clients[i]);
    CHECK(number[0] != number[1]);
    /* Calls that block have a request too, and heartbeats have none. */
    log_in(clients[0]);
    CHECK_STATUS(af_login(clients[1], "NO-SUCH-KEY", NULL, &error), AF_STATUS_INVALID_KEY);
    for (int i = 0; i < 2; i++) {
        snprintf(begin, sizeof begin, "client %ld, request ", number[i]);
        CHECK_EQ(count_lines(begin, ": login succeeded"), i == 0);
        CHECK_EQ(count_lines(begin, ": login failed: invalid_key: "), i == 1);
        snprintf(begin, sizeof begin, "client %ld: heartbeat succeeded", number[i]);
        if (i == 0)
            CHECK_SOON(count_lines(begin, "") == 1);
        CHECK_EQ(count_lines(begin, ""), i == 0);
    }
    /* An attempt that is made again says whose it is. */
    add_fault("{\"fault\":\"close\",\"count\":1}");
    OK(af_validate(clients[1], KEY, NULL, &error));
    snprintf(begin, sizeof begin, "client %ld, request ", number[1]);
    CHECK_EQ(count_lines(begin, ": /auth/validate failed ("), 1);
    for (int i = 0; i < 2; i++)
        af_client_free(clients[i]);
    OK(af_set_log_callback(AF_LOG_LEVEL_OFF, NULL, NULL, NULL, &error));
    for (int i = 0; i < lines.count; i++) {
        if (!strstr(lines.text[i], "certificates"))
            CHECK(strncmp(lines.text[i], "client ", 7) == 0);
        CHECK(!strstr(lines.text[i], KEY) && !strstr(lines.text[i], APP_SECRET) &&
              !strstr(lines.text[i], APP_ID));
    }
    return 0;
}
