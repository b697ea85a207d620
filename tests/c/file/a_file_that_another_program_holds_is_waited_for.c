/* A file that another program holds is waited for. */

/* As a share of Windows tells it. */

#include <sys/syscall.h>

#include "../harness.h"

extern long syscall(long number, ...);
int open64(const char *path, int flags, ...);

static int failures, failure, calls;

static bool is_held(void)
{
    calls++;
    if (failures == 0)
        return false;
    failures--;
    errno = failure;
    return true;
}

int rename(const char *from, const char *to)
{
    return is_held() ? -1 : (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}

int open64(const char *path, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    unsigned mode = flags & O_CREAT ? va_arg(arguments, unsigned) : 0;
    va_end(arguments);
    const char *name = strrchr(path, '/');
    if (name && strcmp(name, "/license") == 0 && (flags & O_ACCMODE) == O_RDONLY && is_held())
        return -1;
    return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

static void hold(int times, int code)
{
    failures = times;
    failure = code;
    calls = 0;
}

int main(void)
{
    const int codes[] = { EBUSY, ETXTBSY };
    af_error error = AF_ERROR_INIT;
    af_client *client = test_client();
    enter_folder();
    for (size_t i = 0; i < LENGTH(codes); i++) {
        hold(5, codes[i]);
        OK(af_activate_offline(client, LASTING_KEY, "license", NULL, &error));
        CHECK_EQ(calls, 6);
        hold(5, codes[i]);
        OK(af_login_from_file(client, "license", NULL, &error));
        CHECK_EQ(calls, 6);
    }
    /* Not for ever. What was there stays, and the message says what to look for. */
    const char *const part = "another program holds it open";
    put("request", "old");
    hold(1000, EBUSY);
    long begin = now_ms();
    REFUSED(af_write_activation_request(client, NULL, "request", &error), AF_STATUS_FILE_WRITE_FAILED, part);
    CHECK(now_ms() - begin >= 1900);
    CHECK_HAS(error.message, "request");
    CHECK_FILE("request", "old");
    CHECK_TEXT(names_in("."), "license request");
    hold(1000, EBUSY);
    REFUSED(af_login_from_file(client, "license", NULL, &error), AF_STATUS_READ_ERROR, part);
    CHECK_HAS(error.message, "license");
    /* Any other failure is told at once. */
    hold(1000, EACCES);
    REFUSED(af_login_from_file(client, "license", NULL, &error), AF_STATUS_READ_ERROR, "denied");
    CHECK_EQ(calls, 1);
    failures = 0;
    leave_folder();
    af_client_free(client);
    return 0;
}
