/* A login that tries several addresses is cancelled at once. */
/* alone: measures milliseconds */
/* valgrind: no, it measures milliseconds */

#include "../harness.h"
#include "../harness/addresses.h"

int main(void)
{
    static const char *const dead[] = { "127.0.0.2", "127.0.0.3", "127.0.0.4", "127.0.0.5", NULL };
    long times[5];
    for (int i = 0; dead[i]; i++)
        CHECK(make_dead(dead[i], port_of(URL)));
    name_addresses = dead;
    for (size_t i = 0; i < LENGTH(times); i++) {
        af_error error = AF_ERROR_INIT;
        struct login login;
        af_client *client = client_of_name(port_of(URL), 30);
        int before = socket_count();
        begin_login(&login, client);
        CHECK_SOON(socket_count() >= before + 3);
        long begin = now_ms();
        OK(af_logout(client, &error));
        CHECK_STATUS(end_login(&login), AF_STATUS_CANCELLED);
        times[i] = login.ended_at - begin;
        CHECK_EQ(socket_count(), before);
        af_client_free(client);
    }
    check_prompt(times, LENGTH(times));

    /* Within its time, too, however many there are. */
    af_error error = AF_ERROR_INIT;
    af_client *client = client_of_name(port_of(URL), 1);
    long begin = now_ms();
    CHECK_STATUS(af_login(client, KEY, NULL, &error), AF_STATUS_TIMEOUT);
    CHECK_BELOW(now_ms() - begin, 9000);
    af_client_free(client);
    return 0;
}
