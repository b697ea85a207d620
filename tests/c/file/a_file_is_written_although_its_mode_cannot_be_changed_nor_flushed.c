/* A file is written although its mode cannot be changed, nor flushed. */
/* where: not windows, because it has no modes */

/* As on drives of Windows, of the web and of other machines. */

#include <sys/syscall.h>

#include "../harness.h"

extern long syscall(long number, ...);

static int chmod_fails, flush_fails;
static int refused;

static int refuse(int failure)
{
    refused++;
    errno = failure;
    return -1;
}

int fchmod(int descriptor, mode_t mode)
{
    return chmod_fails ? refuse(chmod_fails) : (int)syscall(SYS_fchmod, descriptor, mode);
}

int chmod(const char *path, mode_t mode)
{
    return chmod_fails ? refuse(chmod_fails) : (int)syscall(SYS_fchmodat, AT_FDCWD, path, mode);
}

int fsync(int descriptor)
{
    return flush_fails ? refuse(flush_fails) : (int)syscall(SYS_fsync, descriptor);
}

int fdatasync(int descriptor)
{
    return flush_fails ? refuse(flush_fails) : (int)syscall(SYS_fdatasync, descriptor);
}

static char warned[4096];

static void on_log(af_log_level level, const char *text, size_t length, void *user_data)
{
    (void)user_data;
    if (level == AF_LOG_LEVEL_WARN)
        snprintf(strchr(warned, '\0'), sizeof warned - strlen(warned), "%.*s\n", (int)length, text);
}

static void write_both(af_client *client, mode_t mask, const char *what)
{
    af_error error = AF_ERROR_INIT;
    const mode_t before = umask(mask);
    warned[0] = '\0';
    refused = 0;
    if (af_activate_offline(client, LASTING_KEY, "made/license", NULL, &error) != AF_STATUS_OK)
        FAIL("%s: %s", what, error.message);
    if (af_write_activation_request(client, NULL, "made/request", &error) != AF_STATUS_OK)
        FAIL("%s: %s", what, error.message);
    umask(before);
    CHECK(refused > 0);
    CHECK_HAS(warned, what);
    CHECK_TEXT(names_in("made"), "license request");
    char *kept = kept_file(LASTING_KEY, 0);
    CHECK_EQ(chmod_fails ? 0 : chmod("made/license", 0600), 0);
    CHECK_FILE("made/license", kept);
    free(kept);
    OK(af_login_from_file(client, "made/license", NULL, &error));
    remove_all("made");
}

int main(void)
{
    /* What file systems and sandboxes answer that know no such thing, or do not allow it. */
    const int chmods[] = { EPERM, EACCES, ENOSYS, EOPNOTSUPP, EROFS, EINVAL, EIO };
    const int flushes[] = { EINVAL, ENOSYS, EOPNOTSUPP, EROFS, EPERM, EACCES };
    af_error error = AF_ERROR_INIT;
    af_client *client = test_client();
    OK(af_set_log_callback(AF_LOG_LEVEL_WARN, on_log, NULL, NULL, &error));
    enter_folder();
    for (size_t i = 0; i < LENGTH(chmods); i++) {
        chmod_fails = chmods[i];
        write_both(client, 0277, "its owner's alone");
    }
    /* Where the mode is right from the start nobody is asked to change it. */
    refused = 0;
    OK(af_write_activation_request(client, NULL, "request", &error));
    CHECK_EQ(mode_of("request"), S_IFREG | 0600);
    CHECK_EQ(refused, 0);
    chmod_fails = 0;
    for (size_t i = 0; i < LENGTH(flushes); i++) {
        flush_fails = flushes[i];
        write_both(client, 0022, "flushed to the disk");
    }
    /* A disk that is full or broken is another matter: what it does not have is not there. */
    const int losses[] = { EIO, ENOSPC, EDQUOT };
    for (size_t i = 0; i < LENGTH(losses); i++) {
        flush_fails = losses[i];
        CHECK_STATUS(af_write_activation_request(client, NULL, "lost", &error), AF_STATUS_FILE_WRITE_FAILED);
        CHECK_TEXT(names_in("."), "request");
    }
    OK(af_set_log_callback(AF_LOG_LEVEL_OFF, NULL, NULL, NULL, &error));
    leave_folder();
    af_client_free(client);
    return 0;
}
