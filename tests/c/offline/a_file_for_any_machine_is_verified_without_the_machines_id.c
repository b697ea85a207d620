/* A file for any machine is verified without the machine's id. */

#include "../harness.h"
#include "../harness/opening.h"

static int reads;

#ifdef _WIN32
IN_FRONT_OF(LSTATUS, RegOpenKeyExW,
            (HKEY key, const wchar_t *path, DWORD options, REGSAM access, HKEY *opened))
{
    char name[400];
    reads += strstr(narrow(path, name, sizeof name), "Cryptography") != NULL;
    return RegOpenKeyExW(key, path, options, access, opened);
}
#else
IN_FRONT_OF(int, SYSTEMS_OPEN, (const char *path, int flags, ...))
{
    va_list arguments;
    va_start(arguments, flags);
    unsigned mode = flags & O_CREAT ? va_arg(arguments, unsigned) : 0;
    va_end(arguments);
    reads += strstr(path, "machine-id") != NULL || strncmp(path, "/sys/class/net", 14) == 0;
    return really_open(path, flags, mode);
}
#endif

int main(void)
{
    char hwid[65];
    af_error error = AF_ERROR_INIT;
    af_session *session = NULL;
    char *file = mint_for_any(NULL), *bound = mint_for(KEY, "\"another\"");
    af_client *client = test_client();
    OK(af_verify_license_file(client, file, &session, &error));
    af_session_free(session);
    OK(af_login_from_file(client, file, NULL, &error));
    CHECK_STATUS(af_login_from_file(client, "no such file", NULL, &error), AF_STATUS_READ_ERROR);
    OK(af_logout(client, &error));
    CHECK_EQ(reads, 0);

    /* The host's own id is as good. */
    af_client *named = client_with_hwid("another");
    OK(af_verify_license_file(named, bound, NULL, &error));
    log_in(named);
    CHECK_EQ(reads, 0);

    /* Asked for where it is needed, or nothing was proven. */
    CHECK_STATUS(af_verify_license_file(client, bound, NULL, &error), AF_STATUS_HWID_MISMATCH);
    OK(af_client_hwid(client, hwid, sizeof hwid, NULL, &error));
    CHECK(reads > 0);
    af_client_free(client);
    af_client_free(named);
    free(file);
    free(bound);
    return 0;
}
