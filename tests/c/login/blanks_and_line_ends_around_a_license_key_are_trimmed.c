/* Blanks and line ends around a license key are trimmed. */

#include "../harness.h"

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
    /* And nothing else is changed: keys are exact-case. */
    for (char *letter = pasted; *letter; letter++)
        if (*letter >= 'A' && *letter <= 'Z')
            *letter = (char)(*letter - 'A' + 'a');
    CHECK_STATUS(af_validate(client, pasted, NULL, &error), AF_STATUS_INVALID_KEY);
    af_client_free(client);
    return 0;
}
