/* Whether this is Wine, which says so to whoever asks. Never true but on Windows. */

#ifndef HARNESS_WINE_H
#define HARNESS_WINE_H

#include "../harness.h"

static inline bool is_wine(void)
{
#ifdef _WIN32
    return GetProcAddress(GetModuleHandleA("ntdll.dll"), "wine_get_version") != NULL;
#else
    return false;
#endif
}

#endif
