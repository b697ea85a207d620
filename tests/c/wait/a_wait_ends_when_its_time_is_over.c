/* A wait ends when its time is over. */

#include "../harness.h"

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_client *client = pump_client();
    const uint32_t times[] = { 0, 1, 2, 30, 200 };
    for (size_t i = 0; i < LENGTH(times); i++) {
        struct timespec begun, ended;
        clock_gettime(CLOCK_MONOTONIC, &begun);
        CHECK(!af_client_wait(client, times[i]));
        clock_gettime(CLOCK_MONOTONIC, &ended);
        long long ns = (long long)(ended.tv_sec - begun.tv_sec) * 1000000000 + ended.tv_nsec - begun.tv_nsec;
        CHECK(ns >= times[i] * 1000000LL);
        CHECK_BELOW(ns / 1000000000, PATIENCE);
    }
    /* With a time that is not over it ends with the event. */
    OK(af_login_start(client, KEY, NULL, &error));
    CHECK(af_client_wait(client, UINT32_MAX - 1));
    af_client_free(client);
    return 0;
}
