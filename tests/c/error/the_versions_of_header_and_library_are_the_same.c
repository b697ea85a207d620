/* The versions of header and library are the same. */

#include "../harness.h"

#if AF_VERSION_NUMBER != AF_VERSION_MAJOR * 1000000 + AF_VERSION_MINOR * 1000 + AF_VERSION_PATCH
#error "a preprocessor cannot compare the version"
#endif

int main(void)
{
    int major = -1, minor = -1, patch = -1;
    CHECK_EQ(sscanf(af_version(), "%d.%d.%d", &major, &minor, &patch), 3);
    CHECK_EQ(major, AF_VERSION_MAJOR);
    CHECK_EQ(minor, AF_VERSION_MINOR);
    CHECK_EQ(patch, AF_VERSION_PATCH);
    CHECK_TEXT(af_version(), AF_VERSION_STRING);
    return 0;
}
