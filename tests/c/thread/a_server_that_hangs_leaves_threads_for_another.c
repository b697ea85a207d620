/* A server that hangs leaves threads for another. */

#include "../harness.h"

enum { CLIENTS = 3, EACH = 64 };

int main(void)
{
    static struct recorder recorder = RECORDER_INIT;
    af_client *hanging[CLIENTS];
    af_error error = AF_ERROR_INIT;
    /* The same server by another name is another one to whoever does not know. */
    char url[80];
    snprintf(url, sizeof url, "http://localhost%s", strrchr(URL, ':'));
    af_config *config = test_config();
    OK(af_config_set_api_base_url(config, url, &error));
    af_client *other = client_of(config);
    record_from(&recorder, other);
    add_fault("{\"fault\":\"hang\",\"license_key\":\"" LASTING_KEY "\"}");
    for (int i = 0; i < CLIENTS; i++) {
        hanging[i] = test_client();
        for (int request = 0; request < EACH; request++)
            OK(af_validate_start(hanging[i], LASTING_KEY, NULL, &error));
    }
    request_count("validate", 45);
    for (int i = 0; i < 20; i++)
        OK(af_login_start(other, KEY, NULL, &error));
    wait_for_report(&recorder, AF_EVENT_KIND_REQUEST_FINISHED, 20);
    CHECK(af_is_authenticated(other));
    /* Nobody else had an answer by then. */
    char *log = requests("validate", 0);
    CHECK_EQ(occurrences(log, "\"status\":200"), 20);
    free(log);
    for (int i = 0; i < CLIENTS; i++)
        af_client_free(hanging[i]);
    af_client_free(other);
    return 0;
}
