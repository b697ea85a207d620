/* Callbacks of a client come one at a time. */

#include "../harness.h"

enum { REQUESTS = 30 };

static pthread_mutex_t inside = PTHREAD_MUTEX_INITIALIZER;
static struct counter ended = COUNTER_INIT;

static void alone(void)
{
    CHECK_EQ(pthread_mutex_trylock(&inside), 0);
    for (int i = 0; i < 5; i++)
        sched_yield();
    pthread_mutex_unlock(&inside);
}

static void on_event(af_client *client, const af_event *event, void *user_data)
{
    (void)client, (void)user_data;
    alone();
    if (event->kind == AF_EVENT_KIND_REQUEST_FINISHED)
        count_up(&ended);
}

static void on_failure(af_client *client, af_reason reason, const af_error *error, void *user_data)
{
    (void)client, (void)reason, (void)error, (void)user_data;
    alone();
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_client *client = test_client();
    OK(af_client_set_event_callback(client, on_event, NULL, NULL, &error));
    OK(af_client_set_failure_callback(client, on_failure, NULL, NULL, &error));
    for (int i = 0; i < REQUESTS; i++)
        OK(af_login_start(client, i % 3 ? KEY : "NO-SUCH-KEY", NULL, &error));
    CHECK(count_reaches(&ended, REQUESTS, PATIENCE));
    af_client_free(client);
    return 0;
}
