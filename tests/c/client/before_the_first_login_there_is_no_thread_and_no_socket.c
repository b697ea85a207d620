/* Before the first login there is no thread and no socket. */

#include "../harness.h"

int main(void)
{
    static struct recorder recorder = RECORDER_INIT;
    af_error error = AF_ERROR_INIT;
    af_session *session = NULL;
    char hwid[80];
    int sockets = socket_count();
    af_client *clients[50];
    for (size_t i = 0; i < LENGTH(clients); i++) {
        clients[i] = i % 2 ? test_client() : pump_client();
        record_from(&recorder, clients[i]);
        OK(af_client_hwid(clients[i], hwid, sizeof hwid, NULL, &error));
        CHECK_STATUS(af_create_activation_request(clients[i], NULL, NULL, 0, NULL, &error),
                     AF_STATUS_BUFFER_TOO_SMALL);
        CHECK_STATUS(af_verify_license_file(clients[i], "missing", NULL, &error), AF_STATUS_READ_ERROR);
        CHECK_STATUS(af_self_ban(clients[i], NULL, &error), AF_STATUS_MISSING_LICENSE_KEY);
        OK(af_logout(clients[i], &error));
        CHECK(!af_is_authenticated(clients[i]));
        CHECK_STATUS(af_client_session(clients[i], &session, &error), AF_STATUS_NOT_AUTHENTICATED);
        af_client_pump(clients[i]);
    }
    CHECK_EQ(thread_count(), 1);
    CHECK_EQ(socket_count(), sockets);
    for (size_t i = 0; i < LENGTH(clients); i++)
        af_client_free(clients[i]);
    CHECK_EQ(thread_count(), 1);
    CHECK(!has_children());
    return 0;
}
