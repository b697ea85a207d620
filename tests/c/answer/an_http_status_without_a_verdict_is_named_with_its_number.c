/* An HTTP status without a verdict is named with its number. */

#include "../harness.h"

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_client *client = test_client();
    add_fault("{\"fault\":\"html_502\",\"count\":1}");
    REFUSED(af_login(client, KEY, NULL, &error), AF_STATUS_HTTP_ERROR, "502");
    CHECK_TEXT(error.code, "http_error_502");
    CHECK_EQ(error.http_status, 502);
    add_fault("{\"fault\":{\"status\":{\"http\":503,\"headers\":{\"Retry-After\":\"30\"}}},\"count\":1}");
    REFUSED(af_login(client, KEY, NULL, &error), AF_STATUS_HTTP_ERROR, "503");
    CHECK_TEXT(error.code, "http_error_503");
    CHECK_EQ(error.retry_after_ms, 30000);
    af_client_free(client);
    return 0;
}
