/* What a pump leaves for the next is called for. */

#include "../harness.h"

static struct counter posted = COUNTER_INIT;
static int told;

static void on_news(af_client *client, void *user_data)
{
    (void)client, (void)user_data;
    count_up(&posted);
}

/* As a dialog does that has an event loop of its own: the loop takes what was posted, and pumps. */
static void on_event(af_client *client, const af_event *event, void *user_data)
{
    (void)user_data;
    CHECK_EQ(event->kind, told == 0 ? AF_EVENT_KIND_LOGGED_IN : AF_EVENT_KIND_SESSION_ENDED);
    if (told++ > 0)
        return;
    long before = count_of(&posted);
    CHECK_EQ(before, 1);
    log_out(client);
    CHECK(count_reaches(&posted, 2, PATIENCE));
    CHECK_EQ(af_client_pump(client), 0);
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_client *client = pump_client();
    OK(af_client_set_event_callback(client, on_event, NULL, NULL, &error));
    OK(af_client_set_wakeup_callback(client, on_news, NULL, NULL, &error));
    log_in(client);
    CHECK(count_reaches(&posted, 1, PATIENCE));
    CHECK_EQ(af_client_pump(client), 1);
    /* Nothing else happens that it could be called for. */
    CHECK(count_reaches(&posted, 3, PATIENCE));
    CHECK_EQ(af_client_pump(client), 1);
    CHECK_EQ(told, 2);
    OK(af_shutdown(PATIENCE * 1000, &error));
    CHECK_EQ(count_of(&posted), 3);
    af_client_free(client);
    return 0;
}
