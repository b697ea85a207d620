/* What opens a file, for programs that have it in their own hands. */

#ifndef HARNESS_OPENING_H
#define HARNESS_OPENING_H

#include "check.h"

#ifdef _WIN32

/* A path as the system has it, in UTF-8. */
static inline const char *narrow(const wchar_t *path, char *out, int size)
{
    if (!path || WideCharToMultiByte(CP_UTF8, 0, path, -1, out, size, NULL, NULL) == 0)
        out[0] = '\0';
    return out;
}

#else

#include <sys/syscall.h>

extern long syscall(long number, ...);

/* By the name that Rust's standard library calls it. */
#ifdef __GLIBC__
#define SYSTEMS_OPEN open64
#else
#define SYSTEMS_OPEN open
#endif

static inline int really_open(const char *path, int flags, unsigned mode)
{
    return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

#endif

#endif
