/* A redirect is not followed. */

#include "../harness.h"

int main(void)
{
    const int numbers[] = { 301, 302, 303, 307, 308 };
    af_client *client = test_client();
    for (size_t i = 0; i < LENGTH(numbers); i++) {
        af_error error = AF_ERROR_INIT;
        char fault[300], code[32];
        snprintf(fault, sizeof fault,
                 "{\"fault\":{\"redirect\":{\"to\":\"%s/auth/validate\",\"http\":%d}},\"count\":1}", URL,
                 numbers[i]);
        snprintf(code, sizeof code, "http_error_%d", numbers[i]);
        add_fault(fault);
        CHECK_STATUS(af_login(client, KEY, NULL, &error), AF_STATUS_HTTP_ERROR);
        CHECK_TEXT(error.code, code);
        CHECK_EQ(error.http_status, numbers[i]);
        CHECK_EQ(request_count("validate", (int)i + 1), i + 1);
    }
    af_client_free(client);
    return 0;
}
