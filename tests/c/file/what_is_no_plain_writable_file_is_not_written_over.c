/* What is no plain, writable file is not written over. */

#include "../harness.h"

#if HAS_MODES
#include <sys/un.h>
#endif

static af_client *client;

/* Whoever writes, it stays what it is. */
static void refused(const char *path, const char *why)
{
    char names[400];
    struct about before = about_file(path);
    snprintf(names, sizeof names, "%s", names_in("."));
    for (int activate = 0; activate < 2; activate++) {
        af_error error = AF_ERROR_INIT;
        if (activate)
            REFUSED(af_activate_offline(client, LASTING_KEY, path, NULL, &error), AF_STATUS_FILE_WRITE_FAILED,
                    why);
        else
            REFUSED(af_write_activation_request(client, NULL, path, &error), AF_STATUS_FILE_WRITE_FAILED,
                    why);
        if (about_file(path).is_there)
            CHECK_HAS(error.message, shown_path(path));
        struct about after = about_file(path);
        CHECK(memcmp(&before, &after, sizeof after) == 0);
        CHECK_TEXT(names_in("."), names);
    }
}

#if HAS_MODES

static void refuse_no_files(void)
{
    struct sockaddr_un address;
    CHECK_EQ(mkfifo("pipe", 0600), 0);
    CHECK(make_link("/dev/null", "to-null"));
    memset(&address, 0, sizeof address);
    address.sun_family = AF_UNIX;
    snprintf(address.sun_path, sizeof address.sun_path, "socket");
    int listener = socket(AF_UNIX, SOCK_STREAM, 0);
    CHECK_EQ(bind(listener, (struct sockaddr *)&address, sizeof address), 0);
    close(listener);
    refused("to-null", "symbolic link");
    refused("/", "names no file");
    refused("pipe", "device, pipe or socket");
    refused("socket", "device, pipe or socket");
    refused("/dev/null", "device, pipe or socket");
    refused("/dev/full", "device, pipe or socket");
}

#else

/* Devices have their names in every folder. */
static void refuse_no_files(void)
{
    const char *const devices[] = { "NUL",  "nul.authforge", "folder\\NUL",        "CON",
                                    "COM1", "AUX",           "\\\\.\\pipe\\nobody" };
    for (size_t i = 0; i < LENGTH(devices); i++)
        refused(devices[i], "");
    refused("C:\\", "");
}

#endif

static void refuse_links(void)
{
    if (!make_link("plain", "link"))
        return;
    CHECK(make_link("nowhere", "dangling") && make_link("folder", "to-folder") &&
          make_link("itself", "itself"));
    refused("link", "symbolic link");
    refused("dangling", "symbolic link");
    refused("to-folder", "symbolic link");
    refused("itself", "symbolic link");
}

int main(void)
{
    client = test_client();
    enter_folder();
    put("plain", "plain");
    put("read-only", "read-only");
    CHECK(make_read_only("read-only"));
    CHECK(make_folder("folder"));
    refuse_links();
    refused("folder", "folder");
    refused("folder/", "folder");
    refused("folder/.", "folder");
    refused(".", "");
    refused("folder/..", "names no file");
    refuse_no_files();
    refused("read-only", "read-only");
    /* The seat of a license is not taken for a file that can go nowhere. */
    CHECK_EQ(request_total(), 0);
    CHECK_FILE("plain", "plain");
    CHECK_FILE("read-only", "read-only");
    CHECK_TEXT(names_in("folder"), "");
    CHECK(make_writable("read-only"));
    leave_folder();
    af_client_free(client);
    return 0;
}
