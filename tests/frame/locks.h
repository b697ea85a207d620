/* Waits for locks of the library, counted for each thread: Rust waits by this function of libc, and libc's own
 * locks, such as those of malloc, do not. */

#ifndef FRAME_LOCKS_H
#define FRAME_LOCKS_H

#include <dlfcn.h>
#include <linux/futex.h>
#include <stdarg.h>
#include <string.h>
#include <sys/syscall.h>

static __thread long lock_waits;

long syscall(long number, ...)
{
    static long (*next)(long number, ...);
    long given[6];
    va_list arguments;
    va_start(arguments, number);
    for (int i = 0; i < 6; i++)
        given[i] = va_arg(arguments, long);
    va_end(arguments);
    if (number == SYS_futex) {
        long operation = given[1] & FUTEX_CMD_MASK;
        lock_waits += operation == FUTEX_WAIT || operation == FUTEX_WAIT_BITSET;
    }
    if (!next) {
        /* C has no cast from what dlsym gives. */
        void *found = dlsym(RTLD_NEXT, "syscall");
        memcpy(&next, &found, sizeof next);
    }
    return next(number, given[0], given[1], given[2], given[3], given[4], given[5]);
}

#endif
