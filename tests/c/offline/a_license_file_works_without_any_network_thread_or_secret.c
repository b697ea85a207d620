/* A license file works without any network, thread or secret. */

#include "../harness.h"

int main(void)
{
    static struct recorder recorder = RECORDER_INIT;
    af_error error = AF_ERROR_INIT;
    char *text = mint_for_any(NULL);
    int sockets = socket_count();
    /* Nobody listens there: port 9 of this machine. */
    const char *const urls[] = { NULL, "http://127.0.0.1:9", "https://nobody.invalid" };
    for (size_t i = 0; i < LENGTH(urls); i++) {
        af_session *session = NULL;
        af_config *config = file_config();
        if (urls[i])
            OK(af_config_set_api_base_url(config, urls[i], &error));
        af_client *client = client_of(config);
        OK(af_login_from_file(client, text, &session, &error));
        OK(af_verify_license_file(client, text, NULL, &error));
        CHECK(af_is_authenticated(client));
        CHECK_EQ(af_session_expires_at(session), INT64_MAX);
        /* A file that never ends needs nobody who looks at it. */
        CHECK_EQ(thread_count(), 1);
        CHECK_EQ(socket_count(), sockets);
        af_session_free(session);
        af_client_free(client);
    }
    /* With a listener there is a thread that calls it, and still no socket. */
    af_client *client = file_client();
    record_from(&recorder, client);
    OK(af_login_from_file_start(client, text, NULL, &error));
    wait_for_report(&recorder, AF_EVENT_KIND_REQUEST_FINISHED, 1);
    CHECK_EQ(socket_count(), sockets);
    af_client_free(client);
    CHECK_EQ(request_total(), 0);
    CHECK(!has_children());
    free(text);
    return 0;
}
