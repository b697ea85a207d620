/* An activation that is cancelled leaves nothing behind. */

#include "../harness.h"

struct activation {
    af_client *client;
    af_status status;
    pthread_t thread;
};

static void *activate(void *argument)
{
    struct activation *activation = argument;
    activation->status = af_activate_offline(activation->client, LASTING_KEY, "new/file", NULL, NULL);
    return NULL;
}

static void shut_down(af_client *client)
{
    (void)client;
    CHECK_STATUS(af_shutdown(60000, NULL), AF_STATUS_OK);
}

int main(void)
{
    void (*const ways[])(af_client *) = { log_out, af_client_free, shut_down };
    static struct recorder all[LENGTH(ways)] = { RECORDER_INIT, RECORDER_INIT, RECORDER_INIT };
    int sent = 0;
    enter_folder();
    put("kept", "what was there before\n");
    add_fault("{\"fault\":\"hang\",\"endpoint\":\"offline_activate\"}");
    for (size_t i = 0; i < LENGTH(ways); i++) {
        af_error error = AF_ERROR_INIT;
        struct activation activation = { test_client(), AF_STATUS_OK, 0 };
        record_from(&all[i], activation.client);
        activation.thread = start_thread(activate, &activation);
        OK(af_activate_offline_start(activation.client, LASTING_KEY, "kept", NULL, &error));
        request_count("offline_activate", sent += 2);
        ways[i](activation.client);
        pthread_join(activation.thread, NULL);
        CHECK_STATUS(activation.status, AF_STATUS_CANCELLED);
        struct report report = wait_for_report(&all[i], AF_EVENT_KIND_REQUEST_FINISHED, 1);
        CHECK_STATUS(report.status, AF_STATUS_CANCELLED);
        CHECK(!report.has_session);
        af_client_free(activation.client);
        CHECK_EQ(all[i].count, 1);
        CHECK_TEXT(names_in("."), "kept");
        CHECK_FILE("kept", "what was there before\n");
    }
    leave_folder();
    return 0;
}
