/* Started calls do not wait for a disk that hangs. */

#include "../harness.h"
#include "../harness/hanging_disk.h"

int main(void)
{
    static struct recorder recorder = RECORDER_INIT;
    af_error error = AF_ERROR_INIT;
    af_client *client = client_with_hwid("machine");
    enter_folder();
    record_from(&recorder, client);
    hang_disk();
    OK(af_activate_offline_start(client, LASTING_KEY, "hang/license", NULL, &error));
    OK(af_activate_offline_start(client, LASTING_KEY, "hang/new/folder/license", NULL, &error));
    OK(af_write_activation_request_start(client, NULL, "hang/request", NULL, &error));
    OK(af_login_from_file_start(client, "hang/license", NULL, &error));
    OK(af_verify_license_file_start(client, "hang/license", NULL, &error));
    CHECK(count_reaches(&disk_asked, 1, PATIENCE));
    /* What needs no disk goes on meanwhile, and no seat was taken for a file that may have no place. */
    OK(af_validate_start(client, KEY, NULL, &error));
    wait_for_report(&recorder, AF_EVENT_KIND_REQUEST_FINISHED, 1);
    CHECK_EQ(request_count("offline_activate", 0), 0);
    /* So does whoever gives up. */
    log_out(client);
    wait_for_report(&recorder, AF_EVENT_KIND_REQUEST_FINISHED, 6);
    af_client_free(client);
    let_disk_go();
    OK(af_shutdown((unsigned)PATIENCE * 1000, &error));
    CHECK_TEXT(names_in("."), "");
    leave_folder();
    return 0;
}
