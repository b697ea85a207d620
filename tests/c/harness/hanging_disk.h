/* A disk that hangs. A program that includes this has in its own hands what opens a file, looks at one and makes a
 * folder, for the library too. A path with "hang/" in it lies on a disk that does not answer until it is let go. */

#ifndef HARNESS_HANGING_DISK_H
#define HARNESS_HANGING_DISK_H

#include "check.h"
#include "opening.h"
#include "wait.h"

/* How often the disk was asked. */
static struct counter disk_asked = COUNTER_INIT;
static struct counter disk_let_go = COUNTER_INIT;
/* Must not wait for the disk. */
static pthread_t disk_free_thread;
static bool disk_hangs;

/* From now on, and on the calling thread it is a fault to ask it. */
static inline void hang_disk(void)
{
    disk_free_thread = pthread_self();
    disk_hangs = true;
}

static inline void let_disk_go(void)
{
    count_up(&disk_let_go);
}

static inline void ask_disk(const char *call, const char *path)
{
    if (!disk_hangs || !path || !(strstr(path, "hang/") || strstr(path, "hang\\")))
        return;
    if (count_of(&disk_let_go) == 0 && pthread_equal(pthread_self(), disk_free_thread))
        FAIL("%s %s waits for the disk on the caller's thread", call, path);
    count_up(&disk_asked);
    CHECK(count_reaches(&disk_let_go, 1, 2 * PATIENCE));
}

#ifdef _WIN32

static inline void ask_disk_of(const char *call, const wchar_t *path)
{
    char text[1024];
    ask_disk(call, narrow(path, text, sizeof text));
}

IN_FRONT_OF(HANDLE, CreateFileW,
            (const wchar_t *path, DWORD access, DWORD share, SECURITY_ATTRIBUTES *security, DWORD how,
             DWORD flags, HANDLE template))
{
    ask_disk_of("open", path);
    return CreateFileW(path, access, share, security, how, flags, template);
}

IN_FRONT_OF(DWORD, GetFileAttributesW, (const wchar_t *path))
{
    ask_disk_of("stat", path);
    return GetFileAttributesW(path);
}

IN_FRONT_OF(BOOL, CreateDirectoryW, (const wchar_t *path, SECURITY_ATTRIBUTES *security))
{
    ask_disk_of("mkdir", path);
    return CreateDirectoryW(path, security);
}

#else

IN_FRONT_OF(int, SYSTEMS_OPEN, (const char *path, int flags, ...))
{
    va_list arguments;
    va_start(arguments, flags);
    unsigned mode = flags & O_CREAT ? va_arg(arguments, unsigned) : 0;
    va_end(arguments);
    ask_disk("open", path);
    return really_open(path, flags, mode);
}

IN_FRONT_OF(int, statx, (int folder, const char *path, int flags, unsigned mask, void *out))
{
    ask_disk("stat", path);
    return (int)syscall(SYS_statx, folder, path, flags, mask, out);
}

IN_FRONT_OF(int, mkdir, (const char *path, mode_t mode))
{
    ask_disk("mkdir", path);
    return (int)syscall(SYS_mkdirat, AT_FDCWD, path, mode);
}

#endif

#endif
