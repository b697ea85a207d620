/* With 64 requests open another is refused, and a call that blocks is not. */

#include "../harness.h"

int main(void)
{
    static struct recorder recorder = RECORDER_INIT;
    af_error error = AF_ERROR_INIT;
    af_request request = 0, refused = 77;
    af_client *client = test_client(), *other = test_client();
    af_self_ban_options ban = AF_SELF_BAN_OPTIONS_INIT;
    ban.license_key = KEY;
    record_from(&recorder, client);
    add_fault("{\"fault\":\"hang\"}");
    for (int i = 0; i < 64; i++)
        OK(af_validate_start(client, KEY, &request, &error));
    REFUSED(af_validate_start(client, KEY, &refused, &error), AF_STATUS_TOO_MANY, "64");
    REFUSED(af_login_start(client, KEY, &refused, &error), AF_STATUS_TOO_MANY, "64");
    REFUSED(af_login_from_file_start(client, "missing", &refused, &error), AF_STATUS_TOO_MANY, "64");
    REFUSED(af_verify_license_file_start(client, "missing", &refused, &error), AF_STATUS_TOO_MANY, "64");
    REFUSED(af_activate_offline_start(client, LASTING_KEY, NULL, &refused, &error), AF_STATUS_TOO_MANY, "64");
    REFUSED(af_self_ban_start(client, &ban, &refused, &error), AF_STATUS_TOO_MANY, "64");
    REFUSED(af_write_activation_request_start(client, NULL, "request", &refused, &error), AF_STATUS_TOO_MANY,
            "64");
    CHECK_EQ(refused, 77);
    /* Each client has its own. */
    OK(af_validate_start(other, KEY, &request, &error));
    /* Whoever waits for a call has its thread for it, so that players get in whatever else was started. */
    clear_faults();
    OK(af_login(client, KEY, NULL, &error));
    REFUSED(af_login_from_file(client, "missing", NULL, &error), AF_STATUS_READ_ERROR, "missing");
    OK(af_activate_offline(client, LASTING_KEY, NULL, NULL, &error));
    log_out(client);
    OK(af_login(client, KEY, NULL, &error));
    af_client_free(client);
    af_client_free(other);
    CHECK_EQ(report_count(&recorder, AF_EVENT_KIND_REQUEST_FINISHED), 64);
    return 0;
}
