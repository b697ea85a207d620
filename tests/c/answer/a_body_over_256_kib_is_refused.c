/* A body over 256 KiB is refused. */

#include "../harness.h"

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_client *client = test_client();
    const long sizes[] = { 256 * 1024 + 1, 1024 * 1024, 1024L * 1024 * 1024 };
    for (size_t i = 0; i < LENGTH(sizes); i++) {
        char fault[120];
        snprintf(fault, sizeof fault, "{\"fault\":{\"big_body\":{\"bytes\":%ld}},\"count\":1}", sizes[i]);
        add_fault(fault);
        CHECK_STATUS(af_login(client, KEY, NULL, &error), AF_STATUS_RESPONSE_TOO_LARGE);
        CHECK_TEXT(error.code, "response_too_large");
    }
    /* One of exactly 256 KiB is read, and then not believed. */
    add_fault("{\"fault\":{\"big_body\":{\"bytes\":262144}},\"count\":1}");
    CHECK_STATUS(af_login(client, KEY, NULL, &error), AF_STATUS_MISSING_SIGNATURE);
    log_in(client);
    af_client_free(client);
    return 0;
}
