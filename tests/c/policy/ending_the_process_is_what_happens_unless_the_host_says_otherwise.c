/* Ending the process is what happens unless the host says otherwise. */
/* expect: status 1, stderr "login_failed: revoked" */

#include "../harness.h"

int main(void)
{
    af_error error = AF_ERROR_INIT;
    static struct recorder recorder = RECORDER_INIT;
    af_config *config = af_config_new(APP_ID, APP_SECRET, PUBLIC_KEY, "LOCAL");
    OK(af_config_set_api_base_url(config, URL, &error));
    af_client *client = client_of(config);
    /* Who hears events does not hear failures. */
    OK(af_client_set_event_callback(client, record_event, &recorder, NULL, &error));
    af_login(client, "REVK-EDXX-KEY6-4MTC", NULL, &error);
    FAIL("the process goes on");
}
