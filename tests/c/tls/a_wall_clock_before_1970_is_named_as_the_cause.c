/* A wall clock before 1970 is named as the cause. */
/* devserver: --tls */
/* valgrind: no, it reports the AES-GCM assembler, whose tags are right or no login would succeed */

#define _GNU_SOURCE
#include "../harness.h"

static volatile bool long_ago;

#ifdef _WIN32
IN_FRONT_OF(void, GetSystemTimePreciseAsFileTime, (FILETIME * time))
{
    /* Of December 1969, in tenths of microseconds since 1601. */
    const unsigned long long before_1970 = 116443872000000000u;
    GetSystemTimePreciseAsFileTime(time);
    if (long_ago) {
        time->dwLowDateTime = (DWORD)before_1970;
        time->dwHighDateTime = (DWORD)(before_1970 >> 32);
    }
}
#else
IN_FRONT_OF(int, clock_gettime, (clockid_t clock, struct timespec *time))
{
    int (*system)(clockid_t, struct timespec *);
    TO_SYSTEM(system, clock_gettime);
    int result = system(clock, time);
    if (clock == CLOCK_REALTIME && long_ago)
        time->tv_sec = -86400;
    return result;
}

#if defined __GLIBC__ && !defined __LP64__
/* What the library asks on 32 bits where there is one: with time of 64 bits. */
struct long_time {
    long long seconds;
    int nanoseconds, unused;
};

IN_FRONT_OF(int, __clock_gettime64, (clockid_t clock, struct long_time *time))
{
    int (*system)(clockid_t, struct long_time *);
    TO_SYSTEM(system, __clock_gettime64);
    int result = system(clock, time);
    if (clock == CLOCK_REALTIME && long_ago)
        time->seconds = -86400;
    return result;
}
#endif
#endif

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_config *config = test_config();
    OK(af_config_set_ca_file(config, setting("AF_TEST_CA_FILE"), &error));
    af_client *client = client_of(config);

    long_ago = true;
    REFUSED(af_login(client, KEY, NULL, &error), AF_STATUS_TLS_CLOCK, "before 1970");
    CHECK_EQ(request_count("validate", 0), 0);

    /* Once somebody has set it the same client goes on, and a connection that stands stays. */
    long_ago = false;
    log_in(client);
    long_ago = true;
    OK(af_validate(client, KEY, NULL, &error));
    long_ago = false;
    CHECK_EQ(request_count("validate", 2), 2);
    af_client_free(client);
    return 0;
}
