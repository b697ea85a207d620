/* An activation whose file can go nowhere asks nobody and leaves nothing. */
/* where: not windows, because mounts, modes and flags of files are those of Linux */

#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/syscall.h>

#include "../harness.h"

extern long syscall(long number, ...);

enum { NOBODY = 65534, NEW_MOUNTS = 0x20000, IMMUTABLE = 0x10 };
#define GET_FLAGS ((int)(_IOR('f', 1, long)))
#define SET_FLAGS ((int)(_IOW('f', 2, long)))

static void refused(af_client *client, const char *path, const char *why)
{
    af_error error = AF_ERROR_INIT;
    char before[2000], after[2000];
    int asked = request_total();
    snprintf(before, sizeof before, "%s", names_in("."));
    af_status status = af_activate_offline(client, LASTING_KEY, path, NULL, &error);
    if (status != AF_STATUS_FILE_WRITE_FAILED)
        FAIL("%s: %s, %s", path, af_status_code(status), error.message);
    CHECK_HAS(error.message, why);
    CHECK_BELOW(strlen(error.message), sizeof error.message - 1);
    if (request_total() != asked)
        FAIL("a seat was asked for, for %s", path);
    snprintf(after, sizeof after, "%s", names_in("."));
    CHECK_TEXT(after, before);
    CHECK(!af_is_authenticated(client));
}

/* What root can do no more than anybody. */
static void refused_to_all(void)
{
    static char name[300], longest[4200];
    af_client *client = test_client();
    put("plain", "plain");
    CHECK(make_folder("folder"));
    CHECK_EQ(symlink("nowhere", "dangling"), 0);
    CHECK_EQ(symlink("itself", "itself"), 0);
    const char *const forms[] = { "",          ".",       "..",       "/",         "new/",       "new//",
                                  "new/.",     "new/..",  "new/./",   "new/deep/", "new/deep/.", "plain/.",
                                  "plain/",    "folder/", "folder/.", "./",        "dangling/",  "folder/../",
                                  "folder/..", "new/./.", "/proc/" };
    for (size_t i = 0; i < LENGTH(forms); i++)
        refused(client, forms[i], "");
    refused(client, "new/", "the path names no file; add the name of one");
    refused(client, "new/deep/.", "the path names no file; add the name of one");
    refused(client, "folder", "it is a folder; add the name of a file");
    refused(client, "plain/here", "no folder");
    refused(client, "/proc/here", "choose another");
    refused(client, "/proc/new/deep/here", "choose another");
    refused(client, "/proc/self/here", "choose another");
    refused(client, "/sys/here", "");
    refused(client, "dangling/here", "leads nowhere; choose another");
    refused(client, "dangling/new/here", "leads nowhere; choose another");
    refused(client, "new/../dangling/new/here", "leads nowhere; choose another");
    refused(client, "itself/here", "leads nowhere; choose another");
    memset(name, 'n', 256);
    refused(client, name, "choose a shorter one");
    snprintf(longest, sizeof longest, "new/deep/%s", name);
    refused(client, longest, "choose a shorter one");
    snprintf(longest, sizeof longest, "new/%s/here", name);
    refused(client, longest, "choose a shorter one");
    /* The name fits, and the longer one of a temporary file beside it does not. */
    for (size_t i = 0; i < 4090; i += 10)
        snprintf(longest + i, 11, "folder/../");
    strcat(longest, "here");
    refused(client, longest, "choose a shorter one");
    CHECK_TEXT(names_in("folder"), "");
    CHECK_FILE("plain", "plain");
    af_client_free(client);
}

/* As `chattr +i` does it, where the file system and the user can. */
static void refused_by_flags(void)
{
    int flags = 0, protected;
    put("immutable", "of old");
    int file = open("immutable", O_RDONLY);
    CHECK(file >= 0);
    if (ioctl(file, GET_FLAGS, &flags) == 0) {
        protected = flags | IMMUTABLE;
        if (ioctl(file, SET_FLAGS, &protected) == 0) {
            af_client *client = test_client();
            refused(client, "immutable", "it is protected from changes");
            af_client_free(client);
            CHECK_EQ(ioctl(file, SET_FLAGS, &flags), 0);
        }
    }
    close(file);
    CHECK_FILE("immutable", "of old");
}

/* For whom the permissions of a folder hold. */
static void refused_to_a_user(void)
{
    if (getuid() != 0)
        return;
    struct child child;
    CHECK_EQ(chmod(".", 0755), 0);
    CHECK_EQ(mkdir("locked", 0755), 0);
    CHECK(make_folder("hidden"));
    CHECK_EQ(mkdir("shared", 0), 0);
    CHECK_EQ(chmod("shared", 01777), 0);
    put("shared/of-root", "of root");
    CHECK_EQ(chmod("shared/of-root", 0666), 0);
    put("locked/open", "open");
    CHECK_EQ(chmod("locked/open", 0666), 0);
    if (fork_child(&child)) {
        CHECK_EQ(setuid(NOBODY), 0);
        af_client *client = test_client();
        refused(client, "here", "choose a folder that this user may write to");
        refused(client, "locked/here", "choose a folder that this user may write to");
        refused(client, "locked/open", "choose a folder that this user may write to");
        refused(client, "locked/new/deep/here", "choose a folder that this user may write to");
        refused(client, "hidden/here", "choose a folder that this user may write to");
        refused(client, "hidden/new/deep/here", "choose a folder that this user may write to");
        /* Files can be made there, and that of somebody else cannot be renamed over. */
        refused(client, "shared/of-root", "belongs to another user");
        CHECK_TEXT(names_in("shared"), "of-root");
        af_error error = AF_ERROR_INIT;
        int asked = request_total();
        OK(af_activate_offline(client, LASTING_KEY, "shared/own", NULL, &error));
        CHECK_EQ(request_total(), asked + 1);
        af_client_free(client);
        child_passed(&child);
    }
    join_child(&child);
    CHECK_FILE("shared/of-root", "of root");
    CHECK_FILE("locked/open", "open");
}

/* As containers have them. Where nobody may mount, there is nothing to see. */
static void refused_by_mounts(void)
{
    struct child child;
    put("mounted here", "before");
    CHECK(make_folder("constant"));
    CHECK(make_folder("full"));
    if (fork_child(&child)) {
        char name[5000];
        if (syscall(SYS_unshare, NEW_MOUNTS) != 0 ||
            mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
            mount("plain", "mounted here", NULL, MS_BIND, NULL) != 0 ||
            mount("none", "constant", "tmpfs", MS_RDONLY, NULL) != 0 ||
            mount("none", "full", "tmpfs", 0, "size=4096") != 0)
            child_passed(&child);
        af_client *client = test_client();
        refused(client, "mounted here", "mounted as a single file; mount the folder");
        snprintf(name, sizeof name, "%s/mounted here", own_folder());
        refused(client, name, "mounted as a single file; mount the folder");
        refused(client, "constant/here", "the file system is read-only; choose another folder");
        refused(client, "constant/new/deep/here", "the file system is read-only; choose another folder");
        put("full/of", "something");
        refused(client, "full/here", "the disk is full");
        refused(client, "full/new/deep/here", "the disk is full");
        CHECK_TEXT(names_in("full"), "of");
        CHECK_FILE("mounted here", "plain");
        af_client_free(client);
        child_passed(&child);
    }
    join_child(&child);
}

int main(void)
{
    enter_folder();
    /* The children come first: a fork leaves the handles of a library that was used before to the parent. */
    put("plain", "plain");
    refused_by_mounts();
    refused_to_a_user();
    leave_folder();
    enter_folder();
    refused_to_all();
    refused_by_flags();
    leave_folder();
    return 0;
}
