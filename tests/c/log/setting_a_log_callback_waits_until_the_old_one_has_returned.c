/* Setting a log callback waits until the old one has returned. */

#include "../harness.h"

static struct counter entered = COUNTER_INIT, replaced = COUNTER_INIT, left = COUNTER_INIT,
                      calls = COUNTER_INIT;

static void on_log(af_log_level level, const char *text, size_t length, void *user_data)
{
    (void)level, (void)text, (void)length, (void)user_data;
    count_up(&calls);
    if (count_of(&calls) > 1)
        return;
    count_up(&entered);
    CHECK(!count_reaches(&replaced, 1, 1));
    count_up(&left);
}

static void on_release(void *user_data)
{
    (void)user_data;
    CHECK_EQ(count_of(&left), 1);
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    struct login login;
    af_client *client = test_client();
    OK(af_set_log_callback(AF_LOG_LEVEL_DEBUG, on_log, NULL, on_release, &error));
    begin_login(&login, client);
    CHECK(count_reaches(&entered, 1, PATIENCE));
    OK(af_set_log_callback(AF_LOG_LEVEL_OFF, NULL, NULL, NULL, &error));
    CHECK_EQ(count_of(&left), 1);
    count_up(&replaced);
    long before = count_of(&calls);
    CHECK_STATUS(end_login(&login), AF_STATUS_OK);
    log_in(client);
    af_client_free(client);
    CHECK_EQ(count_of(&calls), before);
    return 0;
}
