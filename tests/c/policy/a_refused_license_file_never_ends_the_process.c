/* A refused license file never ends the process. */

#include "../harness.h"

int main(void)
{
    af_error error = AF_ERROR_INIT;
    const int32_t policies[] = { AF_FAILURE_POLICY_EXIT, AF_FAILURE_POLICY_EXIT_STRICT,
                                 AF_FAILURE_POLICY_CONTINUE };
    char *files[] = { mint_for_any("\"wrong_key\""), mint_for(KEY, "\"another machine\""),
                      mint_ending_at(wall_ms()) };
    for (size_t i = 0; i < LENGTH(policies); i++) {
        static struct recorder recorder = RECORDER_INIT;
        af_config *config = file_config();
        OK(af_config_set_failure_policy(config, policies[i], &error));
        af_client *client = client_of(config);
        for (size_t j = 0; j < LENGTH(files); j++) {
            CHECK(af_login_from_file(client, files[j], NULL, &error) != AF_STATUS_OK);
            CHECK(af_verify_license_file(client, files[j], NULL, &error) != AF_STATUS_OK);
        }
        CHECK_STATUS(af_login_from_file(client, "missing", NULL, &error), AF_STATUS_READ_ERROR);
        CHECK_STATUS(af_login_from_file(client, NULL, NULL, &error), AF_STATUS_INVALID_ARGUMENT);
        CHECK(!af_is_authenticated(client));
        /* Somebody hears of events, nobody of failures. */
        recorder.count = 0;
        OK(af_client_set_event_callback(client, record_event, &recorder, NULL, &error));
        OK(af_login_from_file_start(client, files[0], NULL, &error));
        CHECK_STATUS(wait_for_report(&recorder, AF_EVENT_KIND_REQUEST_FINISHED, 1).status,
                     AF_STATUS_BAD_SIGNATURE);
        OK(af_verify_license_file_start(client, "missing", NULL, &error));
        CHECK_STATUS(wait_for_report(&recorder, AF_EVENT_KIND_REQUEST_FINISHED, 2).status,
                     AF_STATUS_READ_ERROR);
        af_client_free(client);
    }
    for (size_t j = 0; j < LENGTH(files); j++)
        free(files[j]);
    return 0;
}
