/* Requests that hang hold no thread where others wait for one. */

#include "../harness.h"

enum { CLIENTS = 4, EACH = 32, FEW = 4 };

int main(void)
{
    static struct recorder recorders[CLIENTS] = { RECORDER_INIT, RECORDER_INIT, RECORDER_INIT,
                                                  RECORDER_INIT };
    af_client *clients[CLIENTS];
    af_error error = AF_ERROR_INIT;
    OK(af_set_max_threads(FEW, &error));
    add_fault("{\"fault\":\"hang\",\"license_key\":\"" LASTING_KEY "\"}");
    for (int i = 0; i < CLIENTS; i++) {
        clients[i] = test_client();
        record_from(&recorders[i], clients[i]);
        for (int request = 0; request < EACH; request++)
            OK(af_validate_start(clients[i], LASTING_KEY, NULL, &error));
    }
    /* All of them are asking, on so few threads and that of the timers. */
    CHECK_EQ(request_count("validate", CLIENTS * EACH), CLIENTS * EACH);
    CHECK_BELOW(thread_count(), 1 + FEW + 1 + 1);
    OK(af_login_start(clients[0], KEY, NULL, &error));
    wait_for_report(&recorders[0], AF_EVENT_KIND_LOGGED_IN, 1);
    /* Called off, each of them ends. */
    for (int i = 0; i < CLIENTS; i++) {
        OK(af_logout(clients[i], &error));
        struct report last = wait_for_report(&recorders[i], AF_EVENT_KIND_REQUEST_FINISHED, EACH + (i == 0));
        CHECK_STATUS(last.status, AF_STATUS_CANCELLED);
        CHECK_EQ(report_count(&recorders[i], AF_EVENT_KIND_REQUEST_RETRYING), 0);
        af_client_free(clients[i]);
    }
    return 0;
}
