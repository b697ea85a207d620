/* A log callback and an event callback that wait for each other do not deadlock. */

#include "../harness.h"

static struct counter in_event = COUNTER_INIT, in_log = COUNTER_INIT, left = COUNTER_INIT;
static af_client *client, *speaker;
static pthread_t speaker_thread;

static void on_event(af_client *unused, const af_event *event, void *user_data)
{
    (void)unused, (void)event, (void)user_data;
    count_up(&in_event);
    CHECK(count_reaches(&in_log, 1, PATIENCE));
    af_set_log_callback(AF_LOG_LEVEL_OFF, NULL, NULL, NULL, NULL);
    count_up(&left);
}

static void on_log(af_log_level level, const char *text, size_t length, void *user_data)
{
    (void)level, (void)text, (void)length, (void)user_data;
    if (!pthread_equal(pthread_self(), speaker_thread) || count_of(&in_log) > 0)
        return;
    count_up(&in_log);
    CHECK(count_reaches(&in_event, 1, PATIENCE));
    af_client_set_event_callback(client, NULL, NULL, NULL, NULL);
    count_up(&left);
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    client = test_client();
    speaker = test_client();
    speaker_thread = pthread_self();
    OK(af_client_set_event_callback(client, on_event, NULL, NULL, &error));
    OK(af_login_start(client, KEY, NULL, &error));
    CHECK(count_reaches(&in_event, 1, PATIENCE));
    OK(af_set_log_callback(AF_LOG_LEVEL_DEBUG, on_log, NULL, NULL, &error));
    af_validate(speaker, KEY, NULL, NULL);
    CHECK(count_reaches(&left, 2, PATIENCE));
    af_client_free(client);
    af_client_free(speaker);
    return 0;
}
