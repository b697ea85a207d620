/* A pump tells what was there and returns although callbacks fail again. */

#include "../harness.h"

static int calls;

static void on_failure(af_client *client, af_reason reason, const af_error *error, void *user_data)
{
    (void)reason, (void)error, (void)user_data;
    CHECK_BELOW(++calls, 10);
    CHECK_EQ(af_client_pump(client), 0);
    CHECK(af_login_from_file(client, "no such file", NULL, NULL) != AF_STATUS_OK);
}

static void on_event(af_client *client, const af_event *event, void *user_data)
{
    CHECK_BELOW(++calls, 20);
    if (event->kind == AF_EVENT_KIND_LOGGED_IN)
        CHECK_STATUS(af_login_from_file(client, user_data, NULL, NULL), AF_STATUS_OK);
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    char *file = mint_for_any(NULL);
    af_client *client = pump_client();
    OK(af_client_set_failure_callback(client, on_failure, NULL, NULL, &error));
    CHECK(af_login_from_file(client, "no such file", NULL, NULL) != AF_STATUS_OK);
    for (int frame = 1; frame <= 5; frame++) {
        CHECK_EQ(af_client_pump(client), 1);
        CHECK_EQ(calls, frame);
    }
    /* So it is with events. */
    OK(af_client_set_event_callback(client, on_event, file, NULL, &error));
    OK(af_login_from_file(client, file, NULL, &error));
    for (int frame = 6; frame < 10; frame++) {
        CHECK_EQ(af_client_pump(client), frame == 6 ? 2 : 1);
        OK(af_client_set_failure_callback(client, NULL, NULL, NULL, &error));
    }
    CHECK_EQ(calls, 10);
    af_client_free(client);
    free(file);
    return 0;
}
