/* Blanks and line ends around a license key are trimmed. */

#include "harness.h"

int main(void)
{
    af_error error = AF_ERROR_INIT;
    char pasted[128], sent[128];
    snprintf(pasted, sizeof pasted, " \t%s\r\n", KEY);
    af_client *client = test_client();
    OK(af_login(client, pasted, NULL, &error));
    char *log = requests("validate", 1);
    json_text(log, "licenseKey", 0, sent, sizeof sent);
    CHECK_TEXT(sent, KEY);
    free(log);
    af_client_free(client);
    return 0;
}
