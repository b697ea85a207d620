/* A heartbeat gives up after eight seconds, and the session goes on. */
/* takes: 31 s */

#include "../harness.h"

int main(void)
{
    static struct recorder recorder = RECORDER_INIT;
    af_client *client = test_client();
    record_from(&recorder, client);
    log_in(client);
    add_fault("{\"fault\":\"hang\",\"endpoint\":\"heartbeat\",\"count\":1}");
    request_count("heartbeat", 1);
    long begin = now_ms();
    request_count("heartbeat", 2);
    long took = now_ms() - begin;
    /* The next comes in its interval, of ten seconds or a tenth more. */
    CHECK(took >= 17900);
    CHECK_BELOW(took, 23000);
    wait_for_report(&recorder, AF_EVENT_KIND_HEARTBEAT_SUCCEEDED, 1);
    CHECK(af_is_authenticated(client));
    char *log = requests("heartbeat", 2);
    check_fresh_nonces(log, 2);
    CHECK_EQ(occurrences(log, "appSecret"), 0);
    free(log);
    af_client_free(client);
    CHECK_EQ(report_count(&recorder, AF_EVENT_KIND_FAILURE), 0);
    return 0;
}
