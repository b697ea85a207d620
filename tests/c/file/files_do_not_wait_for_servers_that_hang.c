/* Files do not wait for servers that hang. */

#include "../harness.h"

int main(void)
{
    enum { HANGING = 12 };
    static struct recorder recorder = RECORDER_INIT;
    af_error error = AF_ERROR_INIT;
    OK(af_set_max_threads(6, &error));
    char *file = mint_for_any(NULL);
    af_client *client = file_client(), *online = test_client();
    enter_folder();
    record_from(&recorder, client);
    add_fault("{\"fault\":\"hang\"}");
    for (int i = 0; i < HANGING; i++)
        OK(af_validate_start(online, KEY, NULL, &error));
    request_count("validate", 3);
    OK(af_login_from_file_start(client, file, NULL, &error));
    OK(af_verify_license_file_start(client, file, NULL, &error));
    OK(af_write_activation_request_start(client, NULL, "request", NULL, &error));
    wait_for_report(&recorder, AF_EVENT_KIND_REQUEST_FINISHED, 3);
    CHECK(af_is_authenticated(client));
    CHECK_TEXT(names_in("."), "request");
    /* Nobody has had an answer by then. */
    char *log = requests("validate", 0);
    CHECK_EQ(occurrences(log, "\"status\":200"), 0);
    CHECK_EQ(occurrences(log, "\"number\":"), 3);
    free(log);
    af_client_free(online);
    af_client_free(client);
    leave_folder();
    free(file);
    return 0;
}
