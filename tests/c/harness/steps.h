/* The calls by which the library changes files. A program that includes this has them in its own hands: its
 * functions of these names come before libc's, for the library too. They are noted, counted, and can be made
 * to kill the process, to fail or to do half their work. Only between `begin_steps` and `end_steps`, and only on
 * the thread that called them. */

#ifndef HARNESS_STEPS_H
#define HARNESS_STEPS_H

#include <signal.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include "check.h"
#include "file.h"
#include "opening.h"

enum harm {
    NO_HARM,
    KILLED_BEFORE,
    /* A write has written half by then. */
    KILLED_WITHIN,
    KILLED_AFTER,
    FAILS,
    /* Something is called first. */
    CALLS,
    /* Writes a few bytes at a time and is interrupted in between. */
    IN_PIECES
};

struct steps {
    enum harm harm;
    /* The step that it happens at, from 1; all of them for IN_PIECES. */
    int at;
    int failure;
    void (*call)(void);
    int count;
    int harmed;
    char names[64][200];
};

/* Shared with child processes, so that a parent sees how far one came. */
static struct steps *steps;
static __thread bool in_steps;

static inline void begin_steps(enum harm harm, int at, int failure)
{
    if (!steps) {
        int zero = open("/dev/zero", O_RDWR);
        void *shared = mmap(NULL, sizeof *steps, PROT_READ | PROT_WRITE, MAP_SHARED, zero, 0);
        CHECK(shared != MAP_FAILED);
        close(zero);
        steps = shared;
    }
    memset(steps, 0, sizeof *steps);
    steps->harm = harm;
    steps->at = at;
    steps->failure = failure;
    in_steps = true;
}

static inline void end_steps(void)
{
    in_steps = false;
}

/* True when there are steps that begin so, in this order. The last name is NULL. */
static inline bool steps_in_order(const char *const names[])
{
    int next = 0;
    for (; *names; names++, next++) {
        while (next < steps->count && strncmp(steps->names[next], *names, strlen(*names)) != 0)
            next++;
        if (next == steps->count)
            return false;
    }
    return true;
}

static inline const char *all_steps(void)
{
    static char all[LENGTH(steps->names) * 204];
    all[0] = '\0';
    for (int i = 0; i < steps->count; i++)
        strcat(strcat(all, steps->names[i]), ", ");
    return all;
}

/* Temporary files have a name that nobody knows. Others are told as from the test's own folder, which is "." itself. */
static inline const char *step_name(const char *path)
{
    size_t folder = strlen(own_folder());
    if (strstr(path, ".tmp"))
        return "TEMPORARY";
    if (strncmp(path, own_folder(), folder) != 0)
        return path;
    return path[folder] == '/' ? path + folder + 1 : path[folder] ? path : ".";
}

/* False when the call is not to be made: it fails with `errno`. */
static inline bool begin_step(const char *call, const char *path)
{
    if (!in_steps || steps->harm == IN_PIECES)
        return true;
    CHECK_BELOW(steps->count, LENGTH(steps->names));
    snprintf(steps->names[steps->count++], sizeof steps->names[0], "%s %s", call, step_name(path));
    if (steps->count != steps->at || steps->harm == NO_HARM)
        return true;
    steps->harmed++;
    if (steps->harm == KILLED_BEFORE)
        kill(getpid(), SIGKILL);
    if (steps->harm == CALLS) {
        in_steps = false;
        steps->call();
        in_steps = true;
    }
    if (steps->harm != FAILS)
        return true;
    errno = steps->failure;
    return false;
}

static inline long end_step(long result)
{
    if (in_steps && steps->count == steps->at &&
        (steps->harm == KILLED_AFTER || steps->harm == KILLED_WITHIN))
        kill(getpid(), SIGKILL);
    return result;
}

extern long syscall(long number, ...);

/* The path of an open file; empty for what is neither file nor folder. */
static inline const char *path_of(int descriptor)
{
    static __thread char path[4096];
    char link[40];
    struct stat what;
    path[0] = '\0';
    if (!in_steps || fstat(descriptor, &what) != 0 || !(S_ISREG(what.st_mode) || S_ISDIR(what.st_mode)))
        return path;
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, path, sizeof path - 1);
    path[length < 0 ? 0 : length] = '\0';
    return path;
}

IN_FRONT_OF(int, SYSTEMS_OPEN, (const char *path, int flags, ...))
{
    va_list arguments;
    va_start(arguments, flags);
    unsigned mode = flags & O_CREAT ? va_arg(arguments, unsigned) : 0;
    va_end(arguments);
    if (!begin_step("open", path))
        return -1;
    return (int)end_step(syscall(SYS_openat, AT_FDCWD, path, flags, mode));
}

ssize_t write(int descriptor, const void *bytes, size_t length)
{
    static __thread int turn;
    const char *path = path_of(descriptor);
    if (!path[0])
        return syscall(SYS_write, descriptor, bytes, length);
    if (steps->harm == IN_PIECES) {
        steps->harmed++;
        if (++turn % 2 == 0) {
            errno = EINTR;
            return -1;
        }
        return syscall(SYS_write, descriptor, bytes, length < 7 ? length : 7);
    }
    if (!begin_step("write", path))
        return -1;
    if (steps->count == steps->at && steps->harm == KILLED_WITHIN)
        length /= 2;
    return end_step(syscall(SYS_write, descriptor, bytes, length));
}

int fsync(int descriptor)
{
    if (!begin_step("fsync", path_of(descriptor)))
        return -1;
    return (int)end_step(syscall(SYS_fsync, descriptor));
}

int fdatasync(int descriptor)
{
    if (!begin_step("fdatasync", path_of(descriptor)))
        return -1;
    return (int)end_step(syscall(SYS_fdatasync, descriptor));
}

int fchmod(int descriptor, mode_t mode)
{
    if (!begin_step("fchmod", path_of(descriptor)))
        return -1;
    return (int)end_step(syscall(SYS_fchmod, descriptor, mode));
}

int close(int descriptor)
{
    const char *path = path_of(descriptor);
    if (path[0] && !begin_step("close", path)) {
        /* It is closed all the same, as on Linux. */
        int failure = errno;
        syscall(SYS_close, descriptor);
        errno = failure;
        return -1;
    }
    long result = syscall(SYS_close, descriptor);
    return path[0] ? (int)end_step(result) : (int)result;
}

int rename(const char *from, const char *to)
{
    char both[160];
    snprintf(both, sizeof both, "%s to %s", step_name(from), step_name(to));
    if (!begin_step("rename", both))
        return -1;
    return (int)end_step(syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0));
}

int mkdir(const char *path, mode_t mode)
{
    if (!begin_step("mkdir", path))
        return -1;
    return (int)end_step(syscall(SYS_mkdirat, AT_FDCWD, path, mode));
}

int unlink(const char *path)
{
    if (!begin_step("unlink", path))
        return -1;
    return (int)end_step(syscall(SYS_unlinkat, AT_FDCWD, path, 0));
}

int rmdir(const char *path)
{
    if (!begin_step("rmdir", path))
        return -1;
    return (int)end_step(syscall(SYS_unlinkat, AT_FDCWD, path, AT_REMOVEDIR));
}

#endif
