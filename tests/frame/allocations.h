/* Allocations, counted for each thread: these functions come before libc's, for the shared library too. */

#ifndef FRAME_ALLOCATIONS_H
#define FRAME_ALLOCATIONS_H

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>

/* What glibc's own malloc is called inside. */
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);
extern void __libc_free(void *old);

struct allocations {
    unsigned long made;
    unsigned long bytes;
    unsigned long freed;
};

static __thread struct allocations allocations;

static void count_made(size_t size)
{
    allocations.made++;
    allocations.bytes += size;
}

void *malloc(size_t size)
{
    count_made(size);
    return __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    count_made(count * size);
    return __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
    count_made(size);
    allocations.freed += old != NULL;
    return __libc_realloc(old, size);
}

void *aligned_alloc(size_t alignment, size_t size)
{
    count_made(size);
    return __libc_memalign(alignment, size);
}

int posix_memalign(void **out, size_t alignment, size_t size)
{
    count_made(size);
    *out = __libc_memalign(alignment, size);
    return *out ? 0 : ENOMEM;
}

void free(void *old)
{
    allocations.freed += old != NULL;
    __libc_free(old);
}

#endif
