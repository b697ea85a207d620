/* Blocking calls inside a release function on a library thread answer that they would deadlock. */

#include "../harness.h"

static struct counter released = COUNTER_INIT;
static af_client *other;
static pthread_t host;

static void on_release(void *user_data)
{
    (void)user_data;
    CHECK(!pthread_equal(pthread_self(), host));
    CHECK_STATUS(af_validate(other, KEY, NULL, NULL), AF_STATUS_WOULD_DEADLOCK);
    CHECK_STATUS(af_activate_offline(other, LASTING_KEY, NULL, NULL, NULL), AF_STATUS_WOULD_DEADLOCK);
    CHECK_STATUS(af_client_heartbeat(other, NULL, NULL), AF_STATUS_WOULD_DEADLOCK);
    CHECK_STATUS(af_self_ban(other, NULL, NULL), AF_STATUS_WOULD_DEADLOCK);
    CHECK_STATUS(af_shutdown(1000, NULL), AF_STATUS_WOULD_DEADLOCK);
    count_up(&released);
}

static void on_event(af_client *client, const af_event *event, void *user_data)
{
    (void)event, (void)user_data;
    CHECK_STATUS(af_client_set_event_callback(client, NULL, NULL, NULL, NULL), AF_STATUS_OK);
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    host = pthread_self();
    af_client *client = test_client();
    other = test_client();
    OK(af_client_set_event_callback(client, on_event, NULL, on_release, &error));
    log_in(client);
    CHECK(count_reaches(&released, 1, PATIENCE));
    af_client_free(client);
    af_client_free(other);
    return 0;
}
