/* Where this program is, for one that starts itself anew after it has gone to another folder. */

#ifndef HARNESS_OWN_PROGRAM_H
#define HARNESS_OWN_PROGRAM_H

#include "../harness.h"

#ifdef _WIN32

static inline bool absolute_path(const char *program, char *out, size_t size)
{
    (void)program;
    return GetModuleFileNameA(NULL, out, (DWORD)size) < size;
}

#else

static inline bool absolute_path(const char *program, char *out, size_t size)
{
    char here[4096] = "";
    const char *between = "";
    if (program[0] != '/') {
        if (!getcwd(here, sizeof here))
            return false;
        between = "/";
    }
    return snprintf(out, size, "%s%s%s", here, between, program) < (int)size;
}

#endif

#endif
