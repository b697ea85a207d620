/* What systems do in ways of their own, each by one name. Where a system has no such thing, a HAS_... says so. */

#ifndef HARNESS_PLATFORM_H
#define HARNESS_PLATFORM_H

#ifdef _WIN32
#include "platform/windows.h"
#include "platform/in_front_windows.h"
#else
#include "platform/posix.h"
#include "platform/in_front_posix.h"
#endif

#endif
