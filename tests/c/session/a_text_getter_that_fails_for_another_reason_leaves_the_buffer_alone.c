/* A text getter that fails for another reason leaves the buffer alone. */

#include "../harness.h"

static char buffer[16];
static size_t length;

#define UNTOUCHED(call, expected)        \
    do {                                 \
        strcpy(buffer, "as it was");     \
        length = 77;                     \
        CHECK_STATUS(call, expected);    \
        CHECK_TEXT(buffer, "as it was"); \
        CHECK_EQ(length, 77);            \
    } while (0)

int main(void)
{
    af_client *client = test_client();
    UNTOUCHED(af_client_hwid(NULL, buffer, sizeof buffer, &length, NULL), AF_STATUS_INVALID_HANDLE);
    af_activation_request_options options = AF_ACTIVATION_REQUEST_OPTIONS_INIT;
    options.created_at = "soon";
    UNTOUCHED(af_create_activation_request(client, &options, buffer, sizeof buffer, &length, NULL),
              AF_STATUS_INVALID_ARGUMENT);
    UNTOUCHED(af_parse_activation_request("hello", buffer, sizeof buffer, &length, NULL),
              AF_STATUS_BAD_ARMOR);
    UNTOUCHED(af_get_session_data(client, buffer, sizeof buffer, &length, NULL), AF_STATUS_NOT_AUTHENTICATED);
    UNTOUCHED(af_get_app_variables(client, buffer, sizeof buffer, &length, NULL),
              AF_STATUS_NOT_AUTHENTICATED);
    UNTOUCHED(af_get_license_variables(client, buffer, sizeof buffer, &length, NULL),
              AF_STATUS_NOT_AUTHENTICATED);
    af_client_free(client);
    UNTOUCHED(af_get_session_data(client, buffer, sizeof buffer, &length, NULL), AF_STATUS_INVALID_HANDLE);
    return 0;
}
