/* Functions in front of the system's. */

#ifndef HARNESS_PLATFORM_IN_FRONT_POSIX_H
#define HARNESS_PLATFORM_IN_FRONT_POSIX_H

#include <dlfcn.h>

/* A function of a program that has this name comes before libc's, for the library too. */
#define IN_FRONT_OF(result, name, parameters) \
    result name parameters;                   \
    result name parameters

/* The one that it stands in front of. */
#define TO_SYSTEM(pointer, name) (*(void **)&(pointer) = dlsym(RTLD_NEXT, #name))

#endif
