/* A name that means something else on Windows is refused there and no other. */

#include "../harness.h"

#define DEVICE "device; choose another"
#define NO_NAME "a name in the path cannot be one; choose another"

/* Names of devices, with any ending and in any case; streams of another file; what Windows leaves out or replaces. */
static const struct {
    const char *name, *why;
} names[] = {
    { "nul", DEVICE },
    { "NUL.lic", DEVICE },
    { "con.tar.gz", DEVICE },
    { "Aux", DEVICE },
    { "prn .lic", DEVICE },
    { "com1.lic", DEVICE },
    { "LPT9", DEVICE },
    { "com\xc2\xb2", DEVICE },
    { "conin$", DEVICE },
    { "plain.lic:stream", NO_NAME },
    { "plain.lic::$DATA", NO_NAME },
    { "plain.lic.", NO_NAME },
    { "plain.lic ", NO_NAME },
    { "a?.lic", NO_NAME },
    { "a*", NO_NAME },
    { "<a>|\"b\"", NO_NAME },
    { "a\tb", NO_NAME },
    { "C:license.lic", "drive without its root" },
    { "C:", "names no file" },
};

/* These are for the system of Windows alone. */
static const struct {
    const char *path, *why;
} paths[] = {
    { "\\\\.\\pipe\\license", DEVICE },
    { "\\\\.\\C:\\license.lic", DEVICE },
    { "//./NUL", "" },
    { "\\\\?\\pipe\\license", DEVICE },
    { "\\\\?\\GLOBALROOT\\Device\\Null", DEVICE },
    { "\\??\\C:\\license.lic", NO_NAME },
    { "folder\\nul.lic", DEVICE },
    { "folder:stream\\license.lic", NO_NAME },
    { "folder\\", "names no file" },
    { "folder/", "names no file" },
    { "folder", "it is a folder" },
    { "C:\\", "names no file" },
    { "\\\\server\\share", "names no file" },
};

static const char *const endings[] = { "com10.lic", "console", "nul-1", ".nul", "a.nul", "lpt", "com0x" };

static af_client *client;

static void refused(const char *path, const char *why)
{
    af_error error = AF_ERROR_INIT;
    REFUSED(af_write_activation_request(client, NULL, path, &error), AF_STATUS_FILE_WRITE_FAILED, why);
    REFUSED(af_activate_offline(client, LASTING_KEY, path, NULL, &error), AF_STATUS_FILE_WRITE_FAILED, why);
    CHECK_TEXT(names_in("."), "folder plain.lic");
}

static void taken(const char *path)
{
    af_error error = AF_ERROR_INIT;
    OK(af_write_activation_request(client, NULL, path, &error));
    CHECK(is_there(path));
    CHECK_EQ(remove(path), 0);
}

int main(void)
{
#ifdef _WIN32
    const bool is_windows = true;
#else
    const bool is_windows = false;
#endif
    client = test_client();
    enter_folder();
    CHECK(make_folder("folder"));
    put("plain.lic", "plain");
    for (size_t i = 0; i < LENGTH(names); i++)
        if (is_windows)
            refused(names[i].name, names[i].why);
        else
            taken(names[i].name);
    for (size_t i = 0; is_windows && i < LENGTH(paths); i++)
        refused(paths[i].path, paths[i].why);
    /* The seat of a license is not taken for a file that can go nowhere. */
    CHECK_EQ(request_total(), 0);
    for (size_t i = 0; i < LENGTH(endings); i++)
        taken(endings[i]);
    /* Nor is a device read for a file. */
    af_error error = AF_ERROR_INIT;
    for (size_t i = 0; is_windows && i < LENGTH(names); i++)
        if (strcmp(names[i].why, DEVICE) == 0)
            REFUSED(af_login_from_file(client, names[i].name, NULL, &error), AF_STATUS_READ_ERROR,
                    "it is no regular file");
    CHECK_FILE("plain.lic", "plain");
    leave_folder();
    af_client_free(client);
    return 0;
}
