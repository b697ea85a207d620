/* Failures from before there was a callback are not told to it. */

#include "../harness.h"

static void fail(af_client *client)
{
    CHECK(af_login_from_file(client, "no such file", NULL, NULL) != AF_STATUS_OK);
}

static void deliver(af_client *client, bool pumped, struct recorder *recorder, int count)
{
    if (pumped)
        CHECK_EQ(af_client_pump(client), count);
    else
        wait_for_report(recorder, AF_EVENT_KIND_FAILURE, count);
}

int main(void)
{
    for (int pumped = 0; pumped < 2; pumped++) {
        struct recorder recorder = RECORDER_INIT, second = RECORDER_INIT, third = RECORDER_INIT;
        af_error error = AF_ERROR_INIT;
        af_client *client = pumped ? pump_client() : test_client();
        fail(client);
        fail(client);
        OK(af_client_set_failure_callback(client, record_failure, &recorder, NULL, &error));
        if (pumped)
            CHECK_EQ(af_client_pump(client), 0);
        fail(client);
        deliver(client, pumped, &recorder, 1);

        /* One that takes another's place takes what is on its way too. */
        if (pumped) {
            fail(client);
            OK(af_client_set_failure_callback(client, record_failure, &second, NULL, &error));
            deliver(client, pumped, &second, 1);
        }
        /* One that comes after none does not. */
        OK(af_client_set_failure_callback(client, NULL, NULL, NULL, &error));
        fail(client);
        OK(af_client_set_failure_callback(client, record_failure, &third, NULL, &error));
        fail(client);
        deliver(client, pumped, &third, 1);

        /* A host that polls hears everything that was told to nobody. */
        for (int i = 0; i < (pumped ? 3 : 0); i++) {
            af_event event = AF_EVENT_INIT;
            CHECK(af_client_poll(client, &event));
            CHECK_EQ(event.kind, AF_EVENT_KIND_FAILURE);
        }
        af_client_free(client);
        CHECK_EQ(recorder.count, 1);
        CHECK_EQ(second.count, pumped);
        CHECK_EQ(third.count, 1);
    }
    return 0;
}
