/* What is no plain, writable file is not written over. */

#include <sys/un.h>

#include "../harness.h"

static af_client *client;

/* Whoever writes, and it stays what it is. */
static void refused(const char *path, const char *why)
{
    struct stat before, after;
    char names[400];
    CHECK_EQ(lstat(path, &before), 0);
    snprintf(names, sizeof names, "%s", names_in("."));
    for (int activate = 0; activate < 2; activate++) {
        af_error error = AF_ERROR_INIT;
        const char *part = why;
        if (activate)
            REFUSED(af_activate_offline(client, LASTING_KEY, path, NULL, &error), AF_STATUS_FILE_WRITE_FAILED,
                    part);
        else
            REFUSED(af_write_activation_request(client, NULL, path, &error), AF_STATUS_FILE_WRITE_FAILED,
                    part);
        CHECK_HAS(error.message, path);
        CHECK_EQ(lstat(path, &after), 0);
        CHECK(after.st_ino == before.st_ino && after.st_mode == before.st_mode &&
              after.st_size == before.st_size);
        CHECK(after.st_mtim.tv_sec == before.st_mtim.tv_sec &&
              after.st_mtim.tv_nsec == before.st_mtim.tv_nsec);
        CHECK_TEXT(names_in("."), names);
    }
}

int main(void)
{
    struct sockaddr_un address;
    client = test_client();
    enter_folder();
    put("plain", "plain");
    put("read-only", "read-only");
    CHECK_EQ(chmod("read-only", 0444), 0);
    CHECK_EQ(mkdir("folder", 0700), 0);
    CHECK_EQ(mkfifo("pipe", 0600), 0);
    CHECK_EQ(symlink("plain", "link"), 0);
    CHECK_EQ(symlink("nowhere", "dangling"), 0);
    CHECK_EQ(symlink("folder", "to-folder"), 0);
    CHECK_EQ(symlink("itself", "itself"), 0);
    CHECK_EQ(symlink("/dev/null", "to-null"), 0);
    memset(&address, 0, sizeof address);
    address.sun_family = AF_UNIX;
    snprintf(address.sun_path, sizeof address.sun_path, "socket");
    int listener = socket(AF_UNIX, SOCK_STREAM, 0);
    CHECK_EQ(bind(listener, (struct sockaddr *)&address, sizeof address), 0);

    refused("link", "symbolic link");
    refused("dangling", "symbolic link");
    refused("to-folder", "symbolic link");
    refused("itself", "symbolic link");
    refused("to-null", "symbolic link");
    refused("folder", "folder");
    refused("folder/", "folder");
    refused("folder/.", "folder");
    refused(".", "");
    refused("folder/..", "names no file");
    refused("/", "names no file");
    refused("pipe", "device, pipe or socket");
    refused("socket", "device, pipe or socket");
    refused("/dev/null", "device, pipe or socket");
    refused("/dev/full", "device, pipe or socket");
    refused("read-only", "read-only");
    /* The seat of a license is not taken for a file that can go nowhere. */
    CHECK_EQ(request_total(), 0);
    CHECK_FILE("plain", "plain");
    CHECK_FILE("read-only", "read-only");
    CHECK_TEXT(names_in("folder"), "");
    close(listener);
    leave_folder();
    af_client_free(client);
    return 0;
}
