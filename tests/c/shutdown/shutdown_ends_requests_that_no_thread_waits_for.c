/* Shutdown ends requests that no thread waits for. */

#include "../harness.h"

enum { REQUESTS = 40, HEARTBEATS = 20 };

int main(void)
{
    static struct recorder recorder = RECORDER_INIT;
    af_client *clients[HEARTBEATS];
    af_error error = AF_ERROR_INIT;
    OK(af_set_max_threads(4, &error));
    af_client *client = test_client();
    record_from(&recorder, client);
    for (int i = 0; i < HEARTBEATS; i++) {
        clients[i] = client_without_heartbeats();
        log_in(clients[i]);
    }
    add_fault("{\"fault\":\"hang\"}");
    for (int i = 0; i < REQUESTS; i++)
        OK(af_validate_start(client, KEY, NULL, &error));
    for (int i = 0; i < HEARTBEATS; i++)
        OK(af_client_heartbeat_start(clients[i], NULL, &error));
    request_count("validate", HEARTBEATS + REQUESTS);
    request_count("heartbeat", HEARTBEATS);
    OK(af_shutdown(PATIENCE * 1000u, &error));
    CHECK_EQ(thread_count(), 1);
    CHECK_EQ(report_count(&recorder, AF_EVENT_KIND_REQUEST_FINISHED), REQUESTS);
    for (int i = 0; i < HEARTBEATS; i++)
        CHECK(!af_is_authenticated(clients[i]));
    /* And goes on afterwards. */
    clear_faults();
    log_in(client);
    CHECK(af_is_authenticated(client));
    for (int i = 0; i < HEARTBEATS; i++)
        af_client_free(clients[i]);
    af_client_free(client);
    return 0;
}
