/* No hardware id is made of what is unknown. */
/* where: not windows, because what is unknown are answers of Linux */

#include <fcntl.h>
#include <sys/syscall.h>

#include "../harness.h"
#include "../harness/opening.h"

/* What this machine is called, and whether it shows its network cards. */
static const char *name = "localhost";
static bool shows_cards = true;

extern long syscall(long number, ...);

/* These stand in front of the system's: a phone, or a container, without a machine id. */
IN_FRONT_OF(int, SYSTEMS_OPEN, (const char *path, int flags, ...))
{
    va_list arguments;
    va_start(arguments, flags);
    unsigned mode = flags & O_CREAT ? va_arg(arguments, unsigned) : 0;
    va_end(arguments);
    if (strstr(path, "machine-id")) {
        errno = ENOENT;
        return -1;
    }
    return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

DIR *opendir(const char *path)
{
    int folder = -1;
    errno = ENOENT;
    if (shows_cards || strcmp(path, "/sys/class/net") != 0)
        folder = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
    return folder < 0 ? NULL : fdopendir(folder);
}

int gethostname(char *buffer, size_t size)
{
    snprintf(buffer, size, "%s", name);
    return 0;
}

static void has_none(void)
{
    static const char words[] = "af_config_set_hwid_override";
    af_error error = AF_ERROR_INIT;
    char id[65] = "untouched";
    /* Making a client is no matter of the machine. */
    af_client *client = test_client();
    REFUSED(af_client_hwid(client, id, sizeof id, NULL, &error), AF_STATUS_HWID_UNAVAILABLE, words);
    CHECK_TEXT(id, "untouched");
    CHECK_TEXT(error.code, "hwid_unavailable");
    REFUSED(af_login(client, KEY, NULL, &error), AF_STATUS_HWID_UNAVAILABLE, words);
    REFUSED(af_validate(client, KEY, NULL, &error), AF_STATUS_HWID_UNAVAILABLE, words);
    REFUSED(af_login_start(client, KEY, NULL, &error), AF_STATUS_HWID_UNAVAILABLE, words);
    REFUSED(af_activate_offline(client, LASTING_KEY, NULL, NULL, &error), AF_STATUS_HWID_UNAVAILABLE, words);
    REFUSED(af_write_activation_request(client, NULL, "request", &error), AF_STATUS_HWID_UNAVAILABLE, words);
    CHECK_EQ(request_count("validate", 0) + request_count("offline_activate", 0), 0);
    /* What is for any machine asks for none. */
    char *file = mint_for_any(NULL);
    OK(af_verify_license_file(client, file, NULL, &error));
    free(file);
    file = mint(KEY, "{\"hwid\":{\"mode\":\"bound\",\"hwids\":[\"abc\"]},\"expiresAt\":null}");
    REFUSED(af_verify_license_file(client, file, NULL, &error), AF_STATUS_HWID_UNAVAILABLE, words);
    free(file);
    af_client_free(client);
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    char id[65];
    has_none();
    name = "";
    has_none();
    name = "box";
    shows_cards = false;
    has_none();
    af_config *config = test_config();
    OK(af_config_set_hwid_override(config, "seat-7", &error));
    af_client *client = client_of(config);
    OK(af_client_hwid(client, id, sizeof id, NULL, &error));
    CHECK_TEXT(id, "seat-7");
    log_in(client);
    af_client_free(client);
    return 0;
}
