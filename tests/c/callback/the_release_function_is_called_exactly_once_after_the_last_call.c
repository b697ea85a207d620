/* The release function is called exactly once, after the last call. */

#include "../harness.h"

static void nothing(void *user_data)
{
    (void)user_data;
}

int main(void)
{
    static struct recorder first = RECORDER_INIT, second = RECORDER_INIT, third = RECORDER_INIT;
    af_error error = AF_ERROR_INIT;
    af_client *client = test_client();
    /* Replaced. */
    OK(af_client_set_event_callback(client, record_event, &first, record_release, &error));
    OK(af_client_set_failure_callback(client, record_failure, &second, record_release, &error));
    log_in(client);
    wait_for_report(&first, AF_EVENT_KIND_LOGGED_IN, 1);
    CHECK_EQ(first.releases, 0);
    OK(af_client_set_event_callback(client, record_event, &third, record_release, &error));
    CHECK_EQ(first.releases, 1);
    /* Taken away. */
    OK(af_client_set_failure_callback(client, NULL, NULL, nothing, &error));
    CHECK_EQ(second.releases, 1);
    OK(af_client_set_failure_callback(client, NULL, NULL, NULL, &error));
    /* Freed, with events on their way. */
    OK(af_validate_start(client, KEY, NULL, &error));
    af_client_free(client);
    CHECK_EQ(third.releases, 1);
    af_client_free(client);
    CHECK_EQ(first.releases + second.releases + third.releases, 3);
    /* Without a callback there is no call to wait for. */
    client = test_client();
    OK(af_client_set_event_callback(client, NULL, &first, record_release, &error));
    CHECK_EQ(first.releases, 2);
    af_client_free(client);
    CHECK_EQ(first.releases, 2);
    return 0;
}
