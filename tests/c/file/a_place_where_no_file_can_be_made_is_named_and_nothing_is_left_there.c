/* A place where no file can be made is named, and nothing is left there. */

#include "../harness.h"

/* What is told of a name that cannot be one, where a system looks at names first. */
#define NO_NAME "a name in the path cannot be one"

static void refused(af_client *client, const char *path, const char *why)
{
    char before[800];
    snprintf(before, sizeof before, "%s", names_in("."));
    for (int activate = 0; activate < 2; activate++) {
        af_error error = AF_ERROR_INIT;
        af_status status = activate ? af_activate_offline(client, LASTING_KEY, path, NULL, &error)
                                    : af_write_activation_request(client, NULL, path, &error);
        CHECK_STATUS(status, AF_STATUS_FILE_WRITE_FAILED);
        CHECK_TEXT(error.code, "file_write_failed");
        CHECK_HAS(error.message, why);
        CHECK(strchr(error.message, '\n') == NULL);
        /* A long one need not be there whole. */
        if (strlen(path) < 100 && !strchr(path, '\n'))
            CHECK_HAS(error.message, shown_path(path));
        CHECK(!af_is_authenticated(client));
        CHECK_TEXT(names_in("."), before);
    }
}

#if HAS_MODES
/* For whom the permissions of a folder hold. */
static void unwritable(void)
{
    struct child child;
    CHECK_EQ(chmod(".", 0755), 0);
    CHECK_EQ(mkdir("locked", 0755), 0);
    CHECK(make_folder("hidden"));
    CHECK_EQ(mkdir("hidden/open", 0777), 0);
    if (fork_child(&child)) {
        if (getuid() == 0)
            CHECK_EQ(setuid(65534), 0);
        else
            CHECK_EQ(chmod("locked", 0555) + chmod("hidden", 0000), 0);
        af_client *client = test_client();
        refused(client, "here", "denied");
        refused(client, "locked/here", "denied");
        refused(client, "locked/new/folders/here", "denied");
        refused(client, "hidden/here", "denied");
        refused(client, "hidden/open/here", "denied");
        child_passed(&child);
    }
    join_child(&child);
    remove_all("locked");
    remove_all("hidden");
}
#endif

static void refuse_beside_devices(af_client *client)
{
#if HAS_MODES
    CHECK_EQ(mkfifo("pipe", 0600), 0);
    refused(client, "pipe/here", "no folder");
    refused(client, "/dev/null/here", "no folder");
    refused(client, "plain/a\nb", "no folder");
#else
    refused(client, "NUL/here", "");
    refused(client, "Q:/here", "");
    refused(client, "a|b", "");
#endif
}

static void refuse_links(af_client *client)
{
    if (!make_link("nowhere", "dangling"))
        return;
    CHECK(make_link("itself", "itself"));
    refused(client, "dangling/here", "leads nowhere");
    refused(client, "dangling/new/here", "leads nowhere");
    refused(client, "itself/here", "");
}

/* What looks odd and works. */
static void write_through_links(af_client *client)
{
    af_error error = AF_ERROR_INIT;
    if (make_link("folder", "to-folder")) {
        OK(af_write_activation_request(client, NULL, "to-folder/a", &error));
        OK(af_write_activation_request(client, NULL, "to-folder/new/d", &error));
        CHECK(!is_folder("to-folder"));
    } else {
        OK(af_write_activation_request(client, NULL, "folder/a", &error));
        OK(af_write_activation_request(client, NULL, "folder/new/d", &error));
    }
}

int main(void)
{
    enum { NAME_MAX_HERE = 255 };
    static char longest[5000], name[300];
    af_error error = AF_ERROR_INIT;
    enter_folder();
#if HAS_MODES
    unwritable();
#endif
    af_client *client = test_client();
    int asked = request_total();
    put("plain", "plain");
    refused(client, "plain/here", "no folder");
    refused(client, "plain/new/here", "no folder");
    refused(client, "plain/", "");
    refuse_beside_devices(client);
    CHECK_EQ(request_total(), asked);
    refuse_links(client);
    refused(client, "new/", "");
    refused(client, "", "names no file");
    /* What a message shows in a longer form leaves room for the reason, too. */
    memset(name, '\1', 100);
    snprintf(longest, sizeof longest, "plain/%s", name);
    refused(client, longest, HAS_MODES ? "no folder" : NO_NAME);
    memset(name, 'n', NAME_MAX_HERE + 1);
    refused(client, name, "too long");
    snprintf(longest, sizeof longest, "new/%s/here", name);
    refused(client, longest, "too long");
    for (size_t i = 0; i < 4096; i++)
        longest[i] = i % 100 == 99 ? '/' : 'p';
    longest[4096] = '\0';
    /* Windows takes paths that are longer than any that may be given here. */
    if (HAS_MODES)
        refused(client, longest, "too long");
    longest[4096] = 'p';
    longest[4097] = '\0';
    REFUSED(af_write_activation_request(client, NULL, longest, &error), AF_STATUS_INVALID_ARGUMENT, "path");
    REFUSED(af_activate_offline(client, LASTING_KEY, longest, NULL, &error), AF_STATUS_INVALID_ARGUMENT,
            "path");

    /* What looks odd and works: the longest name, a link to a folder, dots, double slashes. */
    name[NAME_MAX_HERE] = '\0';
    CHECK(make_folder("folder"));
    OK(af_write_activation_request(client, NULL, name, &error));
    write_through_links(client);
    OK(af_write_activation_request(client, NULL, "./folder//b", &error));
    OK(af_write_activation_request(client, NULL, "folder/../folder/c", &error));
    CHECK_TEXT(names_in("folder"), "a b c new");
    leave_folder();
    af_client_free(client);
    return 0;
}
