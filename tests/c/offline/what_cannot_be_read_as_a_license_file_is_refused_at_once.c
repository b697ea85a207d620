/* What cannot be read as a license file is refused at once. */

#include <sys/un.h>

#include "../harness.h"

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
    struct sockaddr_un address;
    int listener = socket(AF_UNIX, SOCK_STREAM, 0), sparse = open("sparse", O_WRONLY | O_CREAT, 0600);
    CHECK_EQ(mkdir("folder", 0700), 0);
    CHECK_EQ(mkfifo("pipe", 0600), 0);
    CHECK_EQ(symlink("nowhere", "dangling"), 0);
    CHECK_EQ(symlink("loop", "loop"), 0);
    CHECK_EQ(symlink("pipe", "to-pipe"), 0);
    memset(&address, 0, sizeof address);
    address.sun_family = AF_UNIX;
    snprintf(address.sun_path, sizeof address.sun_path, "socket");
    CHECK(listener >= 0 && sparse >= 0);
    CHECK_EQ(bind(listener, (struct sockaddr *)&address, sizeof address), 0);
    close(listener);
    put("empty", "");
    put("binary", "-----BEGIN AUTHFORGE LICENSE-----\n\xff\xfe");
    put("other", "hello");
    memset(many, '\n', sizeof many);
    put_bytes("large", many, sizeof many);
    /* A terabyte that takes no room: reading it all would take for ever. */
    CHECK_EQ(ftruncate(sparse, (off_t)1 << 40), 0);
    close(sparse);
}

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

int main(void)
{
    char *text = mint_for_any(NULL);
    enter_folder();
    make_all_kinds();
    unreadable(text);
    af_client *client = file_client();
    refused(client, "missing", AF_STATUS_READ_ERROR, "missing");
    refused(client, "", AF_STATUS_READ_ERROR, "");
    refused(client, "folder", AF_STATUS_READ_ERROR, "no regular file");
    refused(client, "folder/", AF_STATUS_READ_ERROR, "no regular file");
    refused(client, "empty/inside", AF_STATUS_READ_ERROR, "empty/inside");
    refused(client, "pipe", AF_STATUS_READ_ERROR, "no regular file");
    refused(client, "to-pipe", AF_STATUS_READ_ERROR, "no regular file");
    refused(client, "socket", AF_STATUS_READ_ERROR, "socket");
    refused(client, "/dev/zero", AF_STATUS_READ_ERROR, "no regular file");
    refused(client, "/dev/null", AF_STATUS_READ_ERROR, "no regular file");
    refused(client, "/dev/stdin", AF_STATUS_READ_ERROR, "no regular file");
    refused(client, "/proc/self/mem", AF_STATUS_READ_ERROR, "/proc/self/mem");
    refused(client, "dangling", AF_STATUS_READ_ERROR, "dangling");
    refused(client, "loop", AF_STATUS_READ_ERROR, "loop");
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
