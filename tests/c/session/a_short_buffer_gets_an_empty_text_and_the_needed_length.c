/* A short buffer gets an empty text and the needed length. */

#include "../harness.h"

typedef af_status (*getter)(const af_client *, char *, size_t, size_t *, af_error *);

static void check(getter get, af_client *client)
{
    af_error error = AF_ERROR_INIT;
    size_t length = 0, again = 0;
    REFUSED(get(client, NULL, 0, &length, &error), AF_STATUS_BUFFER_TOO_SMALL, "need");
    char *buffer = malloc(length + 2);
    CHECK(buffer != NULL && length > 1);

    for (size_t size = 0; size <= length; size++) {
        memset(buffer, '#', length + 2);
        again = 0;
        REFUSED(get(client, buffer, size, &again, &error), AF_STATUS_BUFFER_TOO_SMALL, "need");
        CHECK_EQ(again, length);
        CHECK(buffer[0] == (size > 0 ? '\0' : '#'));
        for (size_t i = 1; i < length + 2; i++)
            CHECK(buffer[i] == '#');
    }
    OK(get(client, buffer, length + 1, &again, &error));
    CHECK_EQ(strlen(buffer), length);
    CHECK_EQ(again, length);
    CHECK(buffer[length + 1] == '#');
    CHECK_STATUS(get(client, buffer, length, NULL, NULL), AF_STATUS_BUFFER_TOO_SMALL);
    OK(get(client, buffer, length + 1, NULL, &error));
    free(buffer);
}

static char request[4096];

static af_status create(const af_client *client, char *buffer, size_t size, size_t *length, af_error *error)
{
    return af_create_activation_request(client, NULL, buffer, size, length, error);
}

static af_status parse(const af_client *client, char *buffer, size_t size, size_t *length, af_error *error)
{
    (void)client;
    return af_parse_activation_request(request, buffer, size, length, error);
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_client *client = test_client();
    check(af_client_hwid, client);
    log_in(client);
    check(create, client);
    OK(create(client, request, sizeof request, NULL, &error));
    check(parse, client);
    check(af_get_session_data, client);
    check(af_get_app_variables, client);
    check(af_get_license_variables, client);
    af_client_free(client);
    return 0;
}
