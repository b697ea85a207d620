/* A file that another program holds is waited for. */

/* As a share of Windows tells it. */

#include "../harness.h"
#include "../harness/opening.h"

static int failures, failure, calls;

static bool is_held(void)
{
    calls++;
    if (failures == 0)
        return false;
    failures--;
    return true;
}

#ifdef _WIN32

static const int codes[] = { ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION };
#define OTHER_FAILURE ERROR_ACCESS_DENIED

/* Its rename is one of these, by the system's age. */
IN_FRONT_OF(BOOL, SetFileInformationByHandle,
            (HANDLE file, FILE_INFO_BY_HANDLE_CLASS kind, void *what, DWORD size))
{
    const int RENAME_EX = 22;
    if ((kind == FileRenameInfo || (int)kind == RENAME_EX) && is_held()) {
        SetLastError((DWORD)failure);
        return FALSE;
    }
    return SetFileInformationByHandle(file, kind, what, size);
}

IN_FRONT_OF(BOOL, MoveFileExW, (const wchar_t *from, const wchar_t *to, DWORD flags))
{
    if (is_held()) {
        SetLastError((DWORD)failure);
        return FALSE;
    }
    return MoveFileExW(from, to, flags);
}

IN_FRONT_OF(HANDLE, CreateFileW,
            (const wchar_t *path, DWORD access, DWORD share, SECURITY_ATTRIBUTES *security, DWORD how,
             DWORD flags, HANDLE template))
{
    const wchar_t *name = wcsrchr(path, L'\\');
    if (name && wcscmp(name, L"\\license") == 0 && access == GENERIC_READ && is_held()) {
        SetLastError((DWORD)failure);
        return INVALID_HANDLE_VALUE;
    }
    return CreateFileW(path, access, share, security, how, flags, template);
}

#else

static const int codes[] = { EBUSY, ETXTBSY };
#define OTHER_FAILURE EACCES

IN_FRONT_OF(int, rename, (const char *from, const char *to))
{
    if (is_held()) {
        errno = failure;
        return -1;
    }
    return (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}

IN_FRONT_OF(int, SYSTEMS_OPEN, (const char *path, int flags, ...))
{
    va_list arguments;
    va_start(arguments, flags);
    unsigned mode = flags & O_CREAT ? va_arg(arguments, unsigned) : 0;
    va_end(arguments);
    const char *name = strrchr(path, '/');
    if (name && strcmp(name, "/license") == 0 && (flags & O_ACCMODE) == O_RDONLY && is_held()) {
        errno = failure;
        return -1;
    }
    return really_open(path, flags, mode);
}

#endif

static void hold(int times, int code)
{
    failures = times;
    failure = code;
    calls = 0;
}

int main(void)
{
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
    hold(1000, codes[0]);
    long begin = now_ms();
    REFUSED(af_write_activation_request(client, NULL, "request", &error), AF_STATUS_FILE_WRITE_FAILED, part);
    CHECK(now_ms() - begin >= 1900);
    CHECK_HAS(error.message, "request");
    CHECK_FILE("request", "old");
    CHECK_TEXT(names_in("."), "license request");
    hold(1000, codes[0]);
    REFUSED(af_login_from_file(client, "license", NULL, &error), AF_STATUS_READ_ERROR, part);
    CHECK_HAS(error.message, "license");
    /* Any other failure is told at once. */
    hold(1000, OTHER_FAILURE);
    REFUSED(af_login_from_file(client, "license", NULL, &error), AF_STATUS_READ_ERROR, "denied");
    CHECK_EQ(calls, 1);
    failures = 0;
    leave_folder();
    af_client_free(client);
    return 0;
}
