/* What cannot be read as a license file is refused at once. */

#include "../harness.h"

#if HAS_MODES
#include <sys/un.h>
#endif

static void refused(af_client *client, const char *path, af_status expected, const char *part)
{
    af_error error = AF_ERROR_INIT;
    long begin = now_ms();
    REFUSED(af_login_from_file(client, path, NULL, &error), expected, part);
    REFUSED(af_verify_license_file(client, path, NULL, &error), expected, part);
    CHECK_BELOW(now_ms() - begin, PATIENCE * 500L);
}

static void make_all_kinds(void)
{
    static char many[300 * 1024];
    CHECK(make_folder("folder"));
    put("empty", "");
    put("binary", "-----BEGIN AUTHFORGE LICENSE-----\n\xff\xfe");
    put("other", "hello");
    memset(many, '\n', sizeof many);
    put_bytes("large", many, sizeof many);
    /* A terabyte that takes no room: reading it all would take for ever. */
    CHECK(make_long_file("sparse", 1LL << 40));
}

#if HAS_MODES

/* For whom the permissions of a file hold. */
static void unreadable(const char *text)
{
    struct child child;
    put("secret", text);
    CHECK_EQ(chmod("secret", 0000), 0);
    CHECK_EQ(chmod(".", 0755), 0);
    if (fork_child(&child)) {
        if (getuid() == 0)
            CHECK_EQ(setuid(65534), 0);
        refused(file_client(), "secret", AF_STATUS_READ_ERROR, "secret");
        child_passed(&child);
    }
    join_child(&child);
}

static void refuse_no_files(af_client *client)
{
    struct sockaddr_un address;
    int listener = socket(AF_UNIX, SOCK_STREAM, 0);
    CHECK_EQ(mkfifo("pipe", 0600), 0);
    CHECK(make_link("pipe", "to-pipe"));
    memset(&address, 0, sizeof address);
    address.sun_family = AF_UNIX;
    snprintf(address.sun_path, sizeof address.sun_path, "socket");
    CHECK(listener >= 0);
    CHECK_EQ(bind(listener, (struct sockaddr *)&address, sizeof address), 0);
    close(listener);
    refused(client, "pipe", AF_STATUS_READ_ERROR, "no regular file");
    refused(client, "to-pipe", AF_STATUS_READ_ERROR, "no regular file");
    refused(client, "socket", AF_STATUS_READ_ERROR, "socket");
    refused(client, "/dev/zero", AF_STATUS_READ_ERROR, "no regular file");
    refused(client, "/dev/null", AF_STATUS_READ_ERROR, "no regular file");
    refused(client, "/dev/stdin", AF_STATUS_READ_ERROR, "no regular file");
}

#else

/* Devices have their names in every folder. */
static void refuse_no_files(af_client *client)
{
    const char *const devices[] = { "NUL",  "nul.authforge", "folder\\NUL",         "CON",         "CONIN$",
                                    "COM1", "AUX",           "\\\\.\\pipe\\nobody", "other:stream" };
    for (size_t i = 0; i < LENGTH(devices); i++)
        refused(client, devices[i], AF_STATUS_READ_ERROR, "");
}

#endif

int main(void)
{
    char *text = mint_for_any(NULL);
    enter_folder();
    make_all_kinds();
#if HAS_MODES
    unreadable(text);
#endif
    af_client *client = file_client();
    refused(client, "missing", AF_STATUS_READ_ERROR, "missing");
    refused(client, "", AF_STATUS_READ_ERROR, "");
    refused(client, "folder", AF_STATUS_READ_ERROR, "no regular file");
    refused(client, "folder/", AF_STATUS_READ_ERROR, "no regular file");
    refused(client, "empty/inside", AF_STATUS_READ_ERROR, shown_path("empty/inside"));
    refuse_no_files(client);
    if (make_link("nowhere", "dangling") && make_link("loop", "loop")) {
        refused(client, "dangling", AF_STATUS_READ_ERROR, "dangling");
        refused(client, "loop", AF_STATUS_READ_ERROR, "loop");
    }
    refused(client, "large", AF_STATUS_READ_ERROR, "longer than 262144");
    refused(client, "sparse", AF_STATUS_READ_ERROR, "longer than 262144");
    refused(client, "binary", AF_STATUS_BAD_ARMOR, "END AUTHFORGE LICENSE");
    refused(client, "other", AF_STATUS_BAD_ARMOR, "BEGIN AUTHFORGE LICENSE");
    /* It was read, and there is nothing in it. */
    refused(client, "empty", AF_STATUS_BAD_ARMOR, "BEGIN AUTHFORGE LICENSE");
    /* A damaged text is no path, and is not repeated: it may hold a license key. */
    refused(client, "-----BEGIN LICENSE-----\nLicense: ABCD", AF_STATUS_READ_ERROR, "no path");
    refused(client, "BEGIN AUTHFORGE LICENSE License: ABCD\xff", AF_STATUS_BAD_ARMOR,
            "END AUTHFORGE LICENSE");
    refused(client, NULL, AF_STATUS_INVALID_ARGUMENT, "path_or_text is NULL");
    refused(client, "missing\xff", AF_STATUS_INVALID_UTF8, "path_or_text");
    af_error error = AF_ERROR_INIT;
    REFUSED(af_login_from_file_start(client, NULL, NULL, &error), AF_STATUS_INVALID_ARGUMENT, "path_or_text");
    REFUSED(af_verify_license_file_start(client, "\xff", NULL, &error), AF_STATUS_INVALID_UTF8,
            "path_or_text");
    af_client_free(client);
    leave_folder();
    free(text);
    return 0;
}
