/* A log callback hears its level and those below it. */

#include "../harness.h"

static struct counter levels[5] = { COUNTER_INIT, COUNTER_INIT, COUNTER_INIT, COUNTER_INIT, COUNTER_INIT };
static int releases;

static void on_log(af_log_level level, const char *text, size_t length, void *user_data)
{
    CHECK(user_data == &levels && level >= AF_LOG_LEVEL_ERROR && level <= AF_LOG_LEVEL_DEBUG);
    CHECK(length > 0 && memchr(text, '\n', length) == NULL && memchr(text, '\0', length) == NULL);
    count_up(&levels[level]);
}

static void on_release(void *user_data)
{
    CHECK(user_data == &levels);
    releases++;
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_client *client = test_client();
    for (int32_t level = AF_LOG_LEVEL_OFF; level <= AF_LOG_LEVEL_DEBUG; level++) {
        for (int i = 0; i < 5; i++)
            levels[i].value = 0;
        OK(af_set_log_callback(level, on_log, &levels, on_release, &error));
        CHECK_EQ(releases, level);
        log_in(client);
        af_login(client, "NO-SUCH-KEY", NULL, NULL);
        for (int i = 0; i < 5; i++) {
            if (i > level)
                CHECK_EQ(count_of(&levels[i]), 0);
            else if (i >= AF_LOG_LEVEL_WARN)
                CHECK(count_of(&levels[i]) > 0);
        }
    }
    /* A call that fails leaves the callback where it is, and gives back what came with it. */
    CHECK_STATUS(af_set_log_callback(7, NULL, &levels, on_release, &error), AF_STATUS_INVALID_ARGUMENT);
    CHECK_EQ(releases, 5);
    long before = count_of(&levels[AF_LOG_LEVEL_DEBUG]);
    log_in(client);
    CHECK(count_of(&levels[AF_LOG_LEVEL_DEBUG]) > before);
    OK(af_set_log_callback(AF_LOG_LEVEL_DEBUG, NULL, NULL, NULL, &error));
    CHECK_EQ(releases, 6);
    before = count_of(&levels[AF_LOG_LEVEL_DEBUG]);
    log_in(client);
    CHECK_EQ(count_of(&levels[AF_LOG_LEVEL_DEBUG]), before);
    af_client_free(client);
    return 0;
}
