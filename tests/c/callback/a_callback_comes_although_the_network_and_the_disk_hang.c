/* A callback comes although the network and the disk hang. */

#include "../harness.h"
#include "../harness/hanging_disk.h"

int main(void)
{
    enum { HANGING = 6 };
    static struct recorder recorder = RECORDER_INIT, busy_recorder = RECORDER_INIT;
    af_error error = AF_ERROR_INIT;
    af_config *config = test_config();
    OK(af_set_max_threads(6, &error));
    OK(af_config_set_request_timeout(config, 60, &error));
    af_client *client = test_client(), *busy = client_of(config);
    enter_folder();
    record_from(&recorder, client);
    record_from(&busy_recorder, busy);
    hang_disk();
    add_fault("{\"fault\":\"hang\"}");
    for (int i = 0; i < HANGING; i++)
        OK(af_validate_start(busy, KEY, NULL, &error));
    request_count("validate", 3);
    for (int i = 0; i < HANGING; i++)
        OK(af_verify_license_file_start(busy, "hang/file", NULL, &error));
    CHECK(count_reaches(&disk_asked, 1, PATIENCE));

    CHECK_STATUS(af_login_from_file(client, "no such file", NULL, &error), AF_STATUS_READ_ERROR);
    wait_for_report(&recorder, AF_EVENT_KIND_FAILURE, 1);
    CHECK_EQ(report_count(&busy_recorder, AF_EVENT_KIND_REQUEST_FINISHED), 0);
    let_disk_go();
    wait_for_report(&busy_recorder, AF_EVENT_KIND_REQUEST_FINISHED, HANGING);
    af_client_free(client);
    af_client_free(busy);
    CHECK_EQ(report_count(&busy_recorder, AF_EVENT_KIND_REQUEST_FINISHED), 2 * HANGING);
    leave_folder();
    return 0;
}
