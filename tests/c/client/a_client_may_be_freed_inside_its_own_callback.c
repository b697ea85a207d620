/* A client may be freed inside its own callback. */

#include "../harness.h"

static struct counter told = COUNTER_INIT, released = COUNTER_INIT;
static bool within;

static void on_event(af_client *client, const af_event *event, void *user_data)
{
    (void)user_data;
    CHECK_EQ(event->kind, AF_EVENT_KIND_REQUEST_FINISHED);
    if (event->status == AF_STATUS_OK) {
        within = true;
        af_client_free(client);
        /* The open requests were told meanwhile, on this thread. */
        CHECK_EQ(count_of(&told), 2);
        CHECK_EQ(count_of(&released), 0);
        CHECK_STATUS(af_logout(client, NULL), AF_STATUS_INVALID_HANDLE);
        within = false;
    } else {
        CHECK_STATUS(event->status, AF_STATUS_CANCELLED);
        CHECK(within);
    }
    count_up(&told);
}

static void on_release(void *user_data)
{
    (void)user_data;
    count_up(&released);
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_client *client = test_client();
    OK(af_client_set_event_callback(client, on_event, NULL, on_release, &error));
    add_fault("{\"fault\":\"hang\",\"count\":2}");
    for (int i = 1; i <= 2; i++) {
        OK(af_validate_start(client, KEY, NULL, &error));
        request_count("validate", i);
    }
    OK(af_validate_start(client, KEY, NULL, &error));
    CHECK(count_reaches(&released, 1, PATIENCE));
    CHECK_EQ(count_of(&told), 3);
    CHECK_STATUS(af_logout(client, &error), AF_STATUS_INVALID_HANDLE);
    OK(af_shutdown(60000, &error));
    CHECK_EQ(count_of(&told), 3);
    CHECK_EQ(count_of(&released), 1);
    return 0;
}
