/* A heartbeat that is asked for is cancelled at once by logout and free. */
/* alone: measures milliseconds */
/* valgrind: no, it measures milliseconds */

#include "../harness.h"

struct call {
    af_client *client;
    af_status status;
    long ended_at;
};

static void *ask(void *argument)
{
    struct call *call = argument;
    call->status = af_client_heartbeat(call->client, NULL, NULL);
    call->ended_at = now_ms();
    return NULL;
}

int main(void)
{
    long times[6];
    for (size_t i = 0; i < LENGTH(times); i++) {
        static struct recorder all[LENGTH(times)];
        struct recorder *recorder = &all[i];
        *recorder = (struct recorder)RECORDER_INIT;
        af_error error = AF_ERROR_INIT;
        af_request request = 0;
        struct call call = { .client = test_client() };
        record_from(recorder, call.client);
        log_in(call.client);
        add_fault("{\"fault\":\"hang\",\"endpoint\":\"heartbeat\"}");
        int asked = request_count("heartbeat", 0);
        pthread_t thread = start_thread(ask, &call);
        request_count("heartbeat", asked + 1);
        OK(af_client_heartbeat_start(call.client, &request, &error));
        long begin = now_ms();
        if (i % 2 == 0)
            log_out(call.client);
        else
            af_client_free(call.client);
        CHECK_EQ(pthread_join(thread, NULL), 0);
        times[i] = call.ended_at - begin;
        CHECK_STATUS(call.status, AF_STATUS_CANCELLED);
        struct report end = wait_for_report(recorder, AF_EVENT_KIND_REQUEST_FINISHED, 1);
        CHECK_STATUS(end.status, AF_STATUS_CANCELLED);
        CHECK_EQ(end.request, request);
        af_client_free(call.client);
        clear_faults();
    }
    check_prompt(times, LENGTH(times));
    return 0;
}
