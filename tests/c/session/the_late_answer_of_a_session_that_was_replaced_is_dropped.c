/* The late answer of a session that was replaced is dropped. */
/* takes: 14 s */

#include "../harness.h"

int main(void)
{
    static struct recorder recorder = RECORDER_INIT;
    af_error error = AF_ERROR_INIT;
    char before[4096], after[4096];
    af_client *client = test_client(), *waiting = test_client();
    record_from(&recorder, client);
    log_in(client);
    add_fault("{\"fault\":{\"delay\":{\"ms\":1500}},\"endpoint\":\"heartbeat\",\"count\":1}");
    request_count("heartbeat", 1);
    log_in(client);
    OK(af_get_session_data(client, before, sizeof before, NULL, &error));
    /* Takes longer than the late answer. */
    add_fault("{\"fault\":{\"delay\":{\"ms\":3000}},\"endpoint\":\"validate\",\"count\":1}");
    OK(af_validate(waiting, KEY, NULL, &error));
    OK(af_get_session_data(client, after, sizeof after, NULL, &error));
    CHECK_TEXT(after, before);
    CHECK(af_is_authenticated(client));
    CHECK_EQ(report_count(&recorder, AF_EVENT_KIND_LOGGED_IN), 2);
    CHECK_EQ(report_count(&recorder, AF_EVENT_KIND_HEARTBEAT_SUCCEEDED), 0);
    CHECK_EQ(report_count(&recorder, AF_EVENT_KIND_FAILURE), 0);
    af_client_free(client);
    af_client_free(waiting);
    return 0;
}
