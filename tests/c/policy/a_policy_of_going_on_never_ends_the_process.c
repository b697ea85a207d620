/* A policy of going on never ends the process. */
/* takes: 11 s */

#include "../harness.h"

int main(void)
{
    static struct recorder recorder = RECORDER_INIT;
    af_error error = AF_ERROR_INIT;
    af_client *client = test_client();
    CHECK_STATUS(af_login(client, "NO-SUCH-KEY", NULL, &error), AF_STATUS_INVALID_KEY);
    OK(af_client_set_event_callback(client, record_event, &recorder, NULL, &error));
    log_in(client);
    license_action(KEY, "revoke");
    struct report report = wait_for_report(&recorder, AF_EVENT_KIND_SESSION_ENDED, 1);
    CHECK_STATUS(report.status, AF_STATUS_REVOKED);
    CHECK(!af_is_authenticated(client));
    af_client_free(client);
    return 0;
}
