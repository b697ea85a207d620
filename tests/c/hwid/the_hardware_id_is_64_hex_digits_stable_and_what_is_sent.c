/* The hardware id is 64 hex digits, stable, and what is sent. */

#include "../harness.h"

int main(void)
{
    af_error error = AF_ERROR_INIT;
    char first[80], again[80], sent[80];
    size_t length = 0;
    af_client *client = test_client(), *other = test_client();
    OK(af_client_hwid(client, first, sizeof first, &length, &error));
    CHECK_EQ(length, 64);
    CHECK_EQ(strspn(first, "0123456789abcdef"), 64);
    OK(af_client_hwid(other, again, 65, NULL, &error));
    CHECK_TEXT(again, first);
    log_in(client);
    char *log = requests("validate", 1);
    json_text(log, "hwid", 0, sent, sizeof sent);
    CHECK_TEXT(sent, first);
    free(log);
    af_client_free(client);
    af_client_free(other);
    return 0;
}
