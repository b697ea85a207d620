/* Files do not wait for servers that hang. */

#include "../harness.h"
#include "../harness/held_threads.h"

int main(void)
{
    static struct recorder recorder = RECORDER_INIT;
    af_error error = AF_ERROR_INIT;
    OK(af_set_max_threads(6, &error));
    char *file = mint_for_any(NULL);
    af_client *client = file_client();
    enter_folder();
    record_from(&recorder, client);
    struct held_threads held = hold_threads();
    OK(af_login_from_file_start(client, file, NULL, &error));
    OK(af_verify_license_file_start(client, file, NULL, &error));
    OK(af_write_activation_request_start(client, NULL, "request", NULL, &error));
    wait_for_report(&recorder, AF_EVENT_KIND_REQUEST_FINISHED, 3);
    CHECK(af_is_authenticated(client));
    CHECK_TEXT(names_in("."), "request");
    let_threads_go(&held);
    af_client_free(client);
    leave_folder();
    free(file);
    return 0;
}
