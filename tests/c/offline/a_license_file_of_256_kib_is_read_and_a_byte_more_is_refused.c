/* A license file of 256 KiB is read, and a byte more is refused. */

#include "../harness.h"

enum { LONGEST = 256 * 1024 };

int main(void)
{
    static char padded[LONGEST + 2];
    af_error error = AF_ERROR_INIT;
    af_client *client = file_client();
    char *text = mint_for_any(NULL);
    memset(padded, '\n', LONGEST + 1);
    memcpy(padded, text, strlen(text));
    enter_folder();
    put("more", padded);
    REFUSED(af_login_from_file(client, "more", NULL, &error), AF_STATUS_READ_ERROR, "262144");
    REFUSED(af_login_from_file(client, padded, NULL, &error), AF_STATUS_INVALID_ARGUMENT, "path_or_text");
    REFUSED(af_verify_license_file(client, padded, NULL, &error), AF_STATUS_INVALID_ARGUMENT, "path_or_text");
    padded[LONGEST] = '\0';
    put("longest", padded);
    OK(af_login_from_file(client, "longest", NULL, &error));
    OK(af_login_from_file(client, padded, NULL, &error));
    OK(af_verify_license_file(client, padded, NULL, &error));
    /* A path of more than 4096 bytes is none, whatever it is then. */
    memset(padded, 'x', LONGEST);
    padded[4097] = '\0';
    REFUSED(af_login_from_file(client, padded, NULL, &error), AF_STATUS_READ_ERROR, "");
    padded[4096] = '\0';
    REFUSED(af_login_from_file(client, padded, NULL, &error), AF_STATUS_READ_ERROR, "");
    leave_folder();
    af_client_free(client);
    free(text);
    return 0;
}
