/* Windows shows whose the library is and its version, and it asks for no rights. */
/* loads: its file is looked at */
/* where: not linux, because there a file of a library has no such things in it */

#include "../harness.h"

#ifdef _WIN32

static HMODULE version;

/* ISO C has no cast from an object's address to a function's. */
static void find(void *function, const char *name)
{
    FARPROC found = GetProcAddress(version, name);
    CHECK(found != NULL);
    memcpy(function, &found, sizeof found);
}

static void check_version(const char *path, const char *expected)
{
    static long long block[1024];
    DWORD(WINAPI * read)(const char *, DWORD, DWORD, void *);
    BOOL(WINAPI * ask)(const void *, const char *, void **, UINT *);
    VS_FIXEDFILEINFO *fixed;
    char *text, numbers[64];
    UINT length;
    version = LoadLibraryA("version.dll");
    find(&read, "GetFileVersionInfoA");
    find(&ask, "VerQueryValueA");
    CHECK(read(path, 0, sizeof block, block));
    CHECK(ask(block, "\\", (void **)&fixed, &length));
    CHECK_EQ(fixed->dwFileType, VFT_DLL);
    snprintf(numbers, sizeof numbers, "%d.%d.%d", HIWORD(fixed->dwFileVersionMS),
             LOWORD(fixed->dwFileVersionMS), HIWORD(fixed->dwFileVersionLS));
    CHECK_TEXT(numbers, expected);
    const char *const texts[][2] = {
        { "FileVersion", expected },
        { "ProductVersion", expected },
        { "OriginalFilename", "authforge.dll" },
        { "CompanyName", "The libauthforge authors" },
    };
    for (size_t i = 0; i < LENGTH(texts); i++) {
        char name[80];
        snprintf(name, sizeof name, "\\StringFileInfo\\000904b0\\%s", texts[i][0]);
        CHECK(ask(block, name, (void **)&text, &length));
        CHECK_TEXT(text, texts[i][1]);
    }
}

/* 2 is the number of a library's; with that of a program, 1, it would be one for whoever loads it. */
static void check_manifest(HMODULE library)
{
    const char *const kind = (const char *)(uintptr_t)24;
    HRSRC found = FindResourceA(library, (const char *)(uintptr_t)2, kind);
    CHECK(found != NULL);
    CHECK(FindResourceA(library, (const char *)(uintptr_t)1, kind) == NULL);
    char manifest[4096];
    DWORD size = SizeofResource(library, found);
    CHECK_BELOW(size, sizeof manifest);
    memcpy(manifest, LockResource(LoadResource(library, found)), size);
    manifest[size] = '\0';
    CHECK_HAS(manifest, "level=\"asInvoker\" uiAccess=\"false\"");
    CHECK(strstr(manifest, "longPathAware") == NULL);
}

int main(void)
{
    const char *path = setting("AF_TEST_LIBRARY");
    const char *(*version_of)(void);
    HMODULE library = LoadLibraryA(path);
    CHECK(library != NULL);
    FARPROC found = GetProcAddress(library, "af_version");
    CHECK(found != NULL);
    memcpy(&version_of, &found, sizeof found);
    check_version(path, version_of());
    check_manifest(library);
    return 0;
}

#else

int main(void)
{
    SKIP("only on Windows does a library's file tell these things");
}

#endif
