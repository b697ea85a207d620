/* A code that this version does not know arrives as it is. */

#include "../harness.h"

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_client *client = test_client();
    add_fault("{\"fault\":{\"error\":{\"code\":\"checksum_required\",\"http\":418}},\"count\":1}");
    REFUSED(af_login(client, KEY, NULL, &error), AF_STATUS_SERVER_OTHER, "checksum_required");
    CHECK_TEXT(error.code, "checksum_required");
    CHECK_EQ(error.http_status, 418);
    CHECK(af_status_is_transient(error.status));

    char code[201], fault[400];
    memset(code, 'x', 200);
    code[200] = '\0';
    snprintf(fault, sizeof fault, "{\"fault\":{\"error\":{\"code\":\"%s\",\"http\":403}},\"count\":1}", code);
    add_fault(fault);
    CHECK_STATUS(af_login(client, KEY, NULL, &error), AF_STATUS_SERVER_OTHER);
    CHECK_EQ(strlen(error.code), 63);
    af_client_free(client);
    return 0;
}
