/* Options smaller than they ever were are refused, and those of a newer header understood. */

#include "../harness.h"

/* What version 0.1.0 published: a program that was built with it has these sizes for ever. */
#define FIRST_REQUEST (8 + 5 * sizeof(void *))
#define FIRST_BAN (16 + 2 * sizeof(void *))

/* On the heap and exactly as large as it says, so that valgrind sees a byte too many. */
static void *sized(const void *options, size_t known, uint32_t size)
{
    unsigned char *copy = malloc(size < 4 ? 4 : size);
    CHECK(copy != NULL);
    memset(copy, 0xee, size < 4 ? 4 : size);
    memcpy(copy, options, size < known ? size : known);
    memcpy(copy, &size, sizeof size);
    return copy;
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_client *client = test_client();
    af_activation_request_options request = AF_ACTIVATION_REQUEST_OPTIONS_INIT;
    af_self_ban_options ban = AF_SELF_BAN_OPTIONS_INIT;
    char text[4096], expected[4096], need[64];
    request.created_at = "2026-04-20T00:00:00.000Z";
    ban.license_key = "NO-SUCH-KEY";
    CHECK_EQ(request.struct_size, sizeof request);
    CHECK_EQ(ban.struct_size, sizeof ban);
    CHECK(ban.revoke_license == 1 && ban.blacklist_hwid == 1 && ban.blacklist_ip == 1);
    CHECK(ban.session_token == NULL && request.include_machine_name == 0 && request.os == NULL);
    OK(af_create_activation_request(client, &request, expected, sizeof expected, NULL, &error));
    snprintf(need, sizeof need, "struct_size is 0, need %u; ", (unsigned)FIRST_REQUEST);
    request.struct_size = 0;
    REFUSED(af_create_activation_request(client, &request, text, sizeof text, NULL, &error),
            AF_STATUS_INVALID_ARGUMENT, need);
    request.struct_size = FIRST_REQUEST;
    enter_folder();
    for (uint32_t size = 0; size <= sizeof request + 16; size++) {
        af_activation_request_options *other = sized(&request, sizeof request, size);
        if (size < FIRST_REQUEST) {
            const char *const macro = "AF_ACTIVATION_REQUEST_OPTIONS_INIT";
            const af_status wrong = AF_STATUS_INVALID_ARGUMENT;
            REFUSED(af_create_activation_request(client, other, text, sizeof text, NULL, &error), wrong,
                    macro);
            REFUSED(af_write_activation_request(client, other, "request", &error), wrong, macro);
            REFUSED(af_write_activation_request_start(client, other, "request", NULL, &error), wrong, macro);
        } else {
            OK(af_create_activation_request(client, other, text, sizeof text, NULL, &error));
            CHECK_TEXT(text, expected);
        }
        free(other);
    }
    CHECK_TEXT(names_in("."), "");
    for (uint32_t size = 0; size <= sizeof ban + 16; size++) {
        af_self_ban_options *other = sized(&ban, sizeof ban, size);
        if (size < FIRST_BAN) {
            REFUSED(af_self_ban(client, other, &error), AF_STATUS_INVALID_ARGUMENT,
                    "AF_SELF_BAN_OPTIONS_INIT");
            REFUSED(af_self_ban_start(client, other, NULL, &error), AF_STATUS_INVALID_ARGUMENT,
                    "struct_size");
        } else {
            CHECK_STATUS(af_self_ban(client, other, &error), AF_STATUS_INVALID_KEY);
        }
        free(other);
    }
    CHECK_EQ(request_count("self_ban", 1), sizeof ban + 17 - FIRST_BAN);
    /* Nothing behind what is known is looked at. */
    request.struct_size = UINT32_MAX;
    OK(af_create_activation_request(client, &request, text, sizeof text, NULL, &error));
    ban.struct_size = UINT32_MAX;
    CHECK_STATUS(af_self_ban(client, &ban, &error), AF_STATUS_INVALID_KEY);
    leave_folder();
    af_client_free(client);
    return 0;
}
