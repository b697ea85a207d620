/* A relative path begins where the process was when the call was made. */

#include "../harness.h"
#include "../harness/hanging_disk.h"

int main(void)
{
    static struct recorder recorder = RECORDER_INIT;
    af_error error = AF_ERROR_INIT;
    af_client *client = client_with_hwid("machine");
    enter_folder();
    OK(af_activate_offline(client, LASTING_KEY, "license", NULL, &error));
    CHECK(make_folder("elsewhere"));
    record_from(&recorder, client);
    hang_disk();
    OK(af_activate_offline_start(client, LASTING_KEY, "hang/license", NULL, &error));
    CHECK(count_reaches(&disk_asked, 1, PATIENCE));
    /* These wait behind it. */
    OK(af_write_activation_request_start(client, NULL, "hang/request", NULL, &error));
    OK(af_login_from_file_start(client, "license", NULL, &error));
    OK(af_verify_license_file_start(client, "./license", NULL, &error));
    CHECK_EQ(chdir("elsewhere"), 0);
    let_disk_go();
    for (int i = 1; i <= 4; i++)
        CHECK_STATUS(wait_for_report(&recorder, AF_EVENT_KIND_REQUEST_FINISHED, i).status, AF_STATUS_OK);
    af_client_free(client);
    CHECK_TEXT(names_in("."), "");
    CHECK_TEXT(names_in("../hang"), "license request");
    leave_folder();
    return 0;
}
