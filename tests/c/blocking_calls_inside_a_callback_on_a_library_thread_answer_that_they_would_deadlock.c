/* Blocking calls inside a callback on a library thread answer that they would deadlock. */

#include "harness.h"

static struct counter tried = COUNTER_INIT, logged = COUNTER_INIT;
static pthread_t host;

static void try_all(af_client *client)
{
    af_error error = AF_ERROR_INIT;
    CHECK(!pthread_equal(pthread_self(), host));
    REFUSED(af_validate(client, KEY, NULL, &error), AF_STATUS_WOULD_DEADLOCK, "af_validate_start");
    REFUSED(af_shutdown(1000, &error), AF_STATUS_WOULD_DEADLOCK, "af_shutdown");
    count_up(&tried);
}

static void on_event(af_client *client, const af_event *event, void *user_data)
{
    (void)event, (void)user_data;
    try_all(client);
}

static void on_failure(af_client *client, af_reason reason, const af_error *error, void *user_data)
{
    (void)reason, (void)error, (void)user_data;
    try_all(client);
}

static void on_log(af_log_level level, const char *text, size_t length, void *user_data)
{
    (void)level, (void)text, (void)length;
    CHECK_STATUS(af_login(user_data, KEY, NULL, NULL), AF_STATUS_WOULD_DEADLOCK);
    CHECK_STATUS(af_validate(user_data, KEY, NULL, NULL), AF_STATUS_WOULD_DEADLOCK);
    CHECK_STATUS(af_shutdown(1000, NULL), AF_STATUS_WOULD_DEADLOCK);
    count_up(&logged);
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    host = pthread_self();
    af_client *client = test_client();
    OK(af_set_event_callback(client, on_event, NULL, NULL, &error));
    OK(af_set_failure_callback(client, on_failure, NULL, NULL, &error));
    log_in(client);
    CHECK(count_reaches(&tried, 1, PATIENCE));
    CHECK_STATUS(af_login(client, "NO-SUCH-KEY", NULL, &error), AF_STATUS_INVALID_KEY);
    CHECK(count_reaches(&tried, 2, PATIENCE));
    /* A log callback may not block on any thread. */
    OK(af_set_log_callback(AF_LOG_LEVEL_DEBUG, on_log, client, NULL, &error));
    OK(af_validate(client, KEY, NULL, &error));
    OK(af_set_log_callback(AF_LOG_LEVEL_OFF, NULL, NULL, NULL, &error));
    CHECK(count_of(&logged) > 0);
    af_client_free(client);
    return 0;
}
