/* A file is whole although the system writes it in pieces. */
/* where: not windows, because the steps are those of a system with descriptors */

#include "../harness.h"
#include "../harness/steps.h"

int main(void)
{
    af_error error = AF_ERROR_INIT;
    char text[4096];
    af_activation_request_options options = AF_ACTIVATION_REQUEST_OPTIONS_INIT;
    af_client *client = test_client();
    options.created_at = "2026-04-20T00:00:00.000Z";
    OK(af_create_activation_request(client, &options, text, sizeof text, NULL, &error));
    enter_folder();
    begin_steps(IN_PIECES, 0, 0);
    OK(af_write_activation_request(client, &options, "request", &error));
    CHECK(steps->harmed > 20);
    OK(af_activate_offline(client, LASTING_KEY, "license", NULL, &error));
    end_steps();
    CHECK_FILE("request", text);
    char *license = kept_file(LASTING_KEY, 0);
    CHECK_FILE("license", license);
    free(license);
    leave_folder();
    af_client_free(client);
    return 0;
}
