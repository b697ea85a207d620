/* Logout, free and shutdown return at once while the server hangs. */
/* alone: measures milliseconds */
/* valgrind: no, it measures milliseconds */

#include "../harness.h"

static void logout(af_client *client)
{
    log_out(client);
}

static void shut_down(af_client *client)
{
    (void)client;
    af_error error = AF_ERROR_INIT;
    OK(af_shutdown(60000, &error));
}

int main(void)
{
    enum { ROUNDS = 5 };
    void (*const ways[])(af_client *) = { logout, af_client_free, shut_down };
    int sent = 0;
    add_fault("{\"fault\":\"hang\"}");
    for (int i = 0; i < (int)LENGTH(ways) * ROUNDS; i++) {
        static long returned[ROUNDS], cancelled[ROUNDS];
        af_error error = AF_ERROR_INIT;
        struct login login;
        af_client *client = test_client();
        begin_login(&login, client);
        OK(af_validate_start(client, KEY, NULL, &error));
        request_count("validate", sent += 2);
        long begin = now_ms();
        ways[i / ROUNDS](client);
        returned[i % ROUNDS] = now_ms() - begin;
        CHECK_STATUS(end_login(&login), AF_STATUS_CANCELLED);
        cancelled[i % ROUNDS] = login.ended_at - begin;
        af_client_free(client);
        if (i % ROUNDS == ROUNDS - 1) {
            check_prompt(returned, ROUNDS);
            check_prompt(cancelled, ROUNDS);
        }
    }
    return 0;
}
