/* What is called when the process ends, as the destructor of a static object of a library is. */

#ifndef HARNESS_AT_THE_END_H
#define HARNESS_AT_THE_END_H

#include "../harness.h"

static void (*function_at_the_end)(void);

#ifdef _WIN32

static void WINAPI at_the_end(void *data)
{
    if (data)
        function_at_the_end();
}

/* Called where libraries are told of the end of the process, when its other threads are dead. */
static inline void call_at_the_end(void (*function)(void))
{
    function_at_the_end = function;
    CHECK(FlsSetValue(FlsAlloc(at_the_end), &function_at_the_end));
}

#else

__attribute__((destructor)) static void at_the_end(void)
{
    if (function_at_the_end)
        function_at_the_end();
}

static inline void call_at_the_end(void (*function)(void))
{
    function_at_the_end = function;
}

#endif

#endif
