/* A line of the host's stands in the log as one of the library's. */

#include "../harness.h"

static char last[2048];
static af_log_level last_level;
static int lines;

static void on_log(af_log_level level, const char *text, size_t length, void *user_data)
{
    (void)user_data;
    CHECK(length < sizeof last);
    memcpy(last, text, length);
    last[length] = '\0';
    last_level = level;
    lines++;
    /* What is said in here would be heard in here. */
    CHECK_STATUS(af_log(AF_LOG_LEVEL_ERROR, "again", NULL), AF_STATUS_OK);
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    char longest[1026];
    OK(af_log(AF_LOG_LEVEL_ERROR, "nobody hears", &error));
    OK(af_set_log_callback(AF_LOG_LEVEL_WARN, on_log, NULL, NULL, &error));
    OK(af_log(AF_LOG_LEVEL_ERROR, "a plug-in failed", &error));
    CHECK(lines == 1 && last_level == AF_LOG_LEVEL_ERROR);
    CHECK_TEXT(last, "a plug-in failed");
    OK(af_log(AF_LOG_LEVEL_WARN, "one line of \xc3\xa4\nand another", &error));
    CHECK(lines == 2 && last_level == AF_LOG_LEVEL_WARN);
    CHECK_TEXT(last, "one line of \xc3\xa4");
    OK(af_log(AF_LOG_LEVEL_WARN, "with ADAL-VELA-CE42-7KPT in it", &error));
    CHECK_TEXT(last, "with ******************* in it");
    CHECK_EQ(lines, 3);
    OK(af_log(AF_LOG_LEVEL_INFO, "above the level", &error));
    OK(af_log(AF_LOG_LEVEL_OFF, "of no level", &error));
    REFUSED(af_log(AF_LOG_LEVEL_ERROR, NULL, &error), AF_STATUS_INVALID_ARGUMENT, "text is NULL");
    REFUSED(af_log(AF_LOG_LEVEL_ERROR, "\xff", &error), AF_STATUS_INVALID_UTF8, "text is not UTF-8");
    REFUSED(af_log(5, "text", &error), AF_STATUS_INVALID_ARGUMENT, "level is 5");
    REFUSED(af_log(-1, "text", &error), AF_STATUS_INVALID_ARGUMENT, "level is -1");
    memset(longest, 'a', sizeof longest);
    longest[1025] = '\0';
    REFUSED(af_log(AF_LOG_LEVEL_ERROR, longest, &error), AF_STATUS_INVALID_ARGUMENT,
            "longer than 1024 bytes");
    CHECK_EQ(lines, 3);
    longest[1024] = '\0';
    OK(af_log(AF_LOG_LEVEL_ERROR, longest, &error));
    CHECK(lines == 4 && strlen(last) == 1024);
    return 0;
}
