/* A wakeup callback never runs inside a call of the host's. */

#include "../harness.h"

/* The queue of the host's loop, which it locks as it likes, also around its calls. */
static pthread_mutex_t loop = PTHREAD_MUTEX_INITIALIZER;
static struct counter posted = COUNTER_INIT;

static void on_news(af_client *client, void *user_data)
{
    (void)client, (void)user_data;
    pthread_mutex_lock(&loop);
    pthread_mutex_unlock(&loop);
    count_up(&posted);
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_request request = 0;
    af_client *client = pump_client();
    long times = 0;
    log_in(client);
    pthread_mutex_lock(&loop);
    OK(af_client_set_wakeup_callback(client, on_news, NULL, NULL, &error));
    pthread_mutex_unlock(&loop);
    CHECK(count_reaches(&posted, ++times, PATIENCE));
    for (int i = 0; i < 20; i++) {
        af_client_pump(client);
        pthread_mutex_lock(&loop);
        if (i % 3 == 0) {
            log_out(client);
            log_in(client);
        } else if (i % 3 == 1) {
            OK(af_login_start(client, KEY, &request, &error));
            OK(af_client_cancel(client, request, &error));
        } else {
            CHECK_STATUS(af_login(client, "NO-SUCH-KEY", NULL, &error), AF_STATUS_INVALID_KEY);
        }
        pthread_mutex_unlock(&loop);
        CHECK(count_reaches(&posted, ++times, PATIENCE));
    }
    af_client_free(client);
    CHECK_EQ(count_of(&posted), times);
    return 0;
}
