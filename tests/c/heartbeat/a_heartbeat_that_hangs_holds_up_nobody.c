/* A heartbeat that hangs holds up nobody. */
/* takes: 11 s */

#include "../harness.h"

int main(void)
{
    static struct recorder recorder = RECORDER_INIT;
    af_error error = AF_ERROR_INIT;
    af_client *clients[3];
    for (int i = 0; i < 3; i++) {
        clients[i] = test_client();
        record_from(&recorder, clients[i]);
        log_in(clients[i]);
    }
    add_fault("{\"fault\":\"hang\",\"endpoint\":\"heartbeat\"}");
    request_count("heartbeat", 3);
    long begin = now_ms();
    log_out(clients[0]);
    log_in(clients[0]);
    af_client_free(clients[1]);
    OK(af_shutdown(60000, &error));
    /* Waiting for the server would take eight seconds. */
    CHECK_BELOW(now_ms() - begin, 7000);
    CHECK(!af_is_authenticated(clients[2]));
    af_client_free(clients[0]);
    af_client_free(clients[2]);
    CHECK_EQ(report_count(&recorder, AF_EVENT_KIND_FAILURE), 0);
    /* Two of the first client, one of the third; the second was freed. */
    CHECK_EQ(report_count(&recorder, AF_EVENT_KIND_SESSION_ENDED), 3);
    return 0;
}
