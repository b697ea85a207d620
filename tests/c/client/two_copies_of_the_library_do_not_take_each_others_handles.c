/* Two copies of the library do not take each other's handles. */
/* loads: it is loaded twice */

#include "../harness.h"

#ifdef _WIN32
#define SECOND "second.dll"
#else
#define SECOND "./second.so"
#endif

struct copy {
    af_config *(*config_new)(const char *, const char *, const char *, const char *);
    af_status (*set_ttl)(af_config *, int32_t, af_error *);
    void (*config_free)(af_config *);
};

/* ISO C has no cast from an object's address to a function's. */
static void find(void *library, void *function, const char *name)
{
    void *address = symbol_of(library, name);
    if (!address)
        FAIL("%s is not exported", name);
    memcpy(function, &address, sizeof address);
}

static struct copy load(const char *path)
{
    struct copy copy;
    void *library = load_library(path);
    if (!library)
        FAIL("%s cannot be loaded", path);
    find(library, &copy.config_new, "af_config_new");
    find(library, &copy.set_ttl, "af_config_set_ttl_seconds");
    find(library, &copy.config_free, "af_config_free");
    return copy;
}

static void copy_file(const char *from, const char *to)
{
    static char block[65536];
    FILE *source = fopen(from, "rb"), *out = fopen(to, "wb");
    CHECK(out != NULL && source != NULL);
    for (size_t length; (length = fread(block, 1, sizeof block, source)) > 0;)
        CHECK_EQ(fwrite(block, 1, length, out), length);
    fclose(source);
    CHECK_EQ(fclose(out), 0);
}

int main(void)
{
    enum { HANDLES = 1000 };
    enter_folder();
    copy_file(setting("AF_TEST_LIBRARY"), SECOND);
    struct copy one = load(setting("AF_TEST_LIBRARY")), other = load(SECOND);
    for (int i = 0; i < HANDLES; i++) {
        af_config *ours = one.config_new(APP_ID, APP_SECRET, PUBLIC_KEY, "SERVER");
        af_config *theirs = other.config_new(APP_ID, APP_SECRET, PUBLIC_KEY, "SERVER");
        CHECK(ours != NULL && theirs != NULL && ours != theirs);
        CHECK_EQ(one.set_ttl(theirs, 0, NULL), AF_STATUS_INVALID_HANDLE);
        CHECK_EQ(other.set_ttl(ours, 0, NULL), AF_STATUS_INVALID_HANDLE);
        other.config_free(ours);
        CHECK_EQ(one.set_ttl(ours, 0, NULL), AF_STATUS_OK);
    }
#ifndef _WIN32
    /* Nobody can remove a library that is loaded there. */
    leave_folder();
#endif
    return 0;
}
