/* A pump inside a callback leaves the thread the library's. */

#include "../harness.h"

static struct counter done = COUNTER_INIT;

static void would_deadlock(af_client *client)
{
    CHECK_STATUS(af_shutdown(500, NULL), AF_STATUS_WOULD_DEADLOCK);
    CHECK_STATUS(af_validate(client, KEY, NULL, NULL), AF_STATUS_WOULD_DEADLOCK);
}

static void on_pumped(af_client *client, const af_event *event, void *user_data)
{
    (void)event, (void)user_data;
    would_deadlock(client);
    count_up(&done);
}

static void on_event(af_client *client, const af_event *event, void *pumped)
{
    (void)event;
    would_deadlock(client);
    CHECK_EQ(af_client_pump(pumped), 1);
    would_deadlock(client);
    count_up(&done);
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_client *client = test_client(), *pumped = pump_client();
    OK(af_client_set_event_callback(pumped, on_pumped, NULL, NULL, &error));
    log_in(pumped);
    OK(af_client_set_event_callback(client, on_event, pumped, NULL, &error));
    log_in(client);
    CHECK(count_reaches(&done, 2, PATIENCE));
    af_client_free(client);
    af_client_free(pumped);
    OK(af_shutdown(60000, &error));
    return 0;
}
