/* Freeing a client tells its open requests on the calling thread. */

#include "../harness.h"

int main(void)
{
    af_error error = AF_ERROR_INIT;
    add_fault("{\"fault\":\"hang\"}");
    for (int pumped = 0; pumped < 2; pumped++) {
        static struct recorder both[2] = { RECORDER_INIT, RECORDER_INIT };
        struct recorder *recorder = &both[pumped];
        af_client *client = pumped ? pump_client() : test_client();
        record_from(recorder, client);
        for (int i = 0; i < 5; i++)
            OK(af_login_start(client, KEY, NULL, &error));
        af_client_free(client);
        CHECK_EQ(recorder->count, 5);
        for (int i = 0; i < 5; i++) {
            CHECK_EQ(recorder->reports[i].kind, AF_EVENT_KIND_REQUEST_FINISHED);
            CHECK_STATUS(recorder->reports[i].status, AF_STATUS_CANCELLED);
            CHECK(pthread_equal(recorder->reports[i].thread, pthread_self()));
        }
    }
    return 0;
}
