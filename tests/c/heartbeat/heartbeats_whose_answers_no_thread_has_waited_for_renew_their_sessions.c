/* Heartbeats whose answers no thread has waited for renew their sessions. */

#include "../harness.h"

enum { CLIENTS = 60 };

int main(void)
{
    static struct recorder recorder = RECORDER_INIT;
    af_client *clients[CLIENTS];
    af_error error = AF_ERROR_INIT;
    OK(af_set_max_threads(4, &error));
    for (int i = 0; i < CLIENTS; i++) {
        clients[i] = client_without_heartbeats();
        log_in(clients[i]);
        record_from(&recorder, clients[i]);
    }
    add_fault("{\"fault\":{\"delay\":{\"ms\":2000}},\"endpoint\":\"heartbeat\"}");
    for (int i = 0; i < CLIENTS; i++)
        OK(af_client_heartbeat_start(clients[i], NULL, &error));
    /* All at once. */
    CHECK_EQ(request_count("heartbeat", CLIENTS), CLIENTS);
    for (int i = 1; i <= CLIENTS; i++) {
        wait_for_report(&recorder, AF_EVENT_KIND_HEARTBEAT_SUCCEEDED, i);
        CHECK_STATUS(wait_for_report(&recorder, AF_EVENT_KIND_REQUEST_FINISHED, i).status, AF_STATUS_OK);
    }
    CHECK_EQ(request_count("heartbeat", CLIENTS), CLIENTS);
    CHECK_EQ(report_count(&recorder, AF_EVENT_KIND_FAILURE), 0);
    for (int i = 0; i < CLIENTS; i++) {
        CHECK(af_is_authenticated(clients[i]));
        af_client_free(clients[i]);
    }
    return 0;
}
