/* A disk that hangs. A program that includes this has open64, statx and mkdir in its own hands: its functions come
 * before libc's, for the library too. A path with "hang/" in it lies on a disk that does not answer until it is
 * let go. */

#ifndef HARNESS_HANGING_DISK_H
#define HARNESS_HANGING_DISK_H

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include "check.h"
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
    if (!disk_hangs || !path || !strstr(path, "hang/"))
        return;
    if (count_of(&disk_let_go) == 0 && pthread_equal(pthread_self(), disk_free_thread))
        FAIL("%s %s waits for the disk on the caller's thread", call, path);
    count_up(&disk_asked);
    CHECK(count_reaches(&disk_let_go, 1, 2 * PATIENCE));
}

extern long syscall(long number, ...);

int open64(const char *path, int flags, ...);
int open64(const char *path, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    unsigned mode = flags & O_CREAT ? va_arg(arguments, unsigned) : 0;
    va_end(arguments);
    ask_disk("open", path);
    return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

int statx(int folder, const char *path, int flags, unsigned mask, void *out);
int statx(int folder, const char *path, int flags, unsigned mask, void *out)
{
    ask_disk("stat", path);
    return (int)syscall(SYS_statx, folder, path, flags, mask, out);
}

int mkdir(const char *path, mode_t mode)
{
    ask_disk("mkdir", path);
    return (int)syscall(SYS_mkdirat, AT_FDCWD, path, mode);
}

#endif
