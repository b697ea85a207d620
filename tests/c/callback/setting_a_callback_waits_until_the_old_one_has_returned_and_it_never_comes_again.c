/* Setting a callback waits until the old one has returned, and it never comes again. */

#include "../harness.h"

static struct counter entered = COUNTER_INIT, replaced = COUNTER_INIT, left = COUNTER_INIT;
static bool released;

static void slow(af_client *client, const af_event *event, void *user_data)
{
    (void)client, (void)event, (void)user_data;
    count_up(&entered);
    /* If the other thread did not wait it would be done long before. */
    CHECK(!count_reaches(&replaced, 1, 1));
    count_up(&left);
}

static void on_release(void *user_data)
{
    (void)user_data;
    CHECK_EQ(count_of(&left), 1);
    released = true;
}

int main(void)
{
    static struct recorder recorder = RECORDER_INIT;
    af_error error = AF_ERROR_INIT;
    af_client *client = test_client();
    OK(af_client_set_event_callback(client, slow, NULL, on_release, &error));
    log_in(client);
    CHECK(count_reaches(&entered, 1, PATIENCE));
    OK(af_client_set_event_callback(client, NULL, NULL, NULL, &error));
    CHECK_EQ(count_of(&left), 1);
    CHECK(released);
    count_up(&replaced);
    OK(af_client_set_failure_callback(client, record_failure, &recorder, NULL, &error));
    for (int i = 0; i < 5; i++)
        log_in(client);
    CHECK_STATUS(af_login(client, "NO-SUCH-KEY", NULL, &error), AF_STATUS_INVALID_KEY);
    wait_for_report(&recorder, AF_EVENT_KIND_FAILURE, 1);
    af_client_free(client);
    CHECK_EQ(count_of(&entered), 1);
    return 0;
}
