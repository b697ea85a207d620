/* A thread that is cancelled is cancelled after its call. */
/* where: not windows, because no thread is cancelled there */

#include "../harness.h"

struct call {
    af_client *client;
    af_status status;
    int callbacks, cancellable;
};

static void on_event(af_client *client, const af_event *event, void *user_data)
{
    struct call *call = user_data;
    int state = PTHREAD_CANCEL_DISABLE;
    (void)client, (void)event;
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &state);
    call->cancellable += state == PTHREAD_CANCEL_ENABLE;
    call->callbacks++;
    pthread_testcancel();
}

static void *log_in_and_wait(void *user_data)
{
    struct call *call = user_data;
    call->status = af_login(call->client, KEY, NULL, NULL);
    pthread_testcancel();
    return NULL;
}

static void *pump_and_wait(void *user_data)
{
    struct call *call = user_data;
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, NULL);
    call->status = af_login(call->client, KEY, NULL, NULL);
    int state = PTHREAD_CANCEL_ENABLE;
    pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, &state);
    call->cancellable += state != PTHREAD_CANCEL_DISABLE;
    /* Pending from here on; nothing between is a cancellation point but what is called. */
    pthread_cancel(pthread_self());
    af_client_pump(call->client);
    pthread_testcancel();
    return NULL;
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    static struct call call;
    void *result = NULL;
    call.client = pump_client();
    OK(af_client_set_event_callback(call.client, on_event, &call, NULL, &error));
    add_fault("{\"fault\":\"hang\",\"endpoint\":\"validate\",\"count\":1}");
    pthread_t thread = start_thread(log_in_and_wait, &call);
    CHECK_EQ(request_count("validate", 1), 1);
    CHECK_EQ(pthread_cancel(thread), 0);
    log_out(call.client);
    CHECK_EQ(pthread_join(thread, &result), 0);
    CHECK(result == PTHREAD_CANCELED);
    CHECK_STATUS(call.status, AF_STATUS_CANCELLED);

    CHECK_EQ(pthread_join(start_thread(pump_and_wait, &call), &result), 0);
    CHECK(result == PTHREAD_CANCELED);
    CHECK_STATUS(call.status, AF_STATUS_OK);
    CHECK(call.callbacks > 0);
    CHECK_EQ(call.cancellable, 0);
    CHECK(af_is_authenticated(call.client));
    af_client_free(call.client);
    return 0;
}
