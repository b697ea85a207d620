/* Ending the process asks no library of the host for leave. */
/* expect: status 1, stderr "login_failed: invalid_key" */

#include "../harness.h"

/* As the destructor of a library that never returns. */
static void hang_at_the_end(void)
{
    fputs("the end was waited for\n", stderr);
    fflush(stderr);
    for (;;)
        sched_yield();
}

#ifdef _WIN32

static void WINAPI at_the_end(void *data)
{
    if (data)
        hang_at_the_end();
}

/* Called where libraries are told of the end of the process, when its other threads are dead. */
static void prepare(void)
{
    static int data;
    CHECK(FlsSetValue(FlsAlloc(at_the_end), &data));
}

#else

static bool is_prepared;

__attribute__((destructor)) static void at_the_end(void)
{
    if (is_prepared)
        hang_at_the_end();
}

static void prepare(void)
{
    is_prepared = true;
}

#endif

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_config *config = test_config();
    OK(af_config_set_failure_policy(config, AF_FAILURE_POLICY_EXIT, &error));
    af_client *client = client_of(config);
    prepare();
    af_login(client, "NO-SUCH-KEY", NULL, &error);
    FAIL("the process goes on");
}
