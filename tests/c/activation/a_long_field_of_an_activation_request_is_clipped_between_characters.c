/* A long field of an activation request is clipped between characters. */

#include "../harness.h"

static char field[5000];

/* `count` times `character`. */
static const char *many(const char *before, const char *character, int count)
{
    size_t length = (size_t)snprintf(field, sizeof field, "%s", before);
    for (int i = 0; i < count; i++)
        length += (size_t)snprintf(field + length, sizeof field - length, "%s", character);
    CHECK_BELOW(length, sizeof field);
    return field;
}

/* Writes `text` as the field `name` and tells how many bytes of it arrive, which are its first. */
static size_t kept(const char *name, const char *text)
{
    static char request[8192], json[8192];
    af_error error = AF_ERROR_INIT;
    af_activation_request_options options = AF_ACTIVATION_REQUEST_OPTIONS_INIT;
    af_client *client = NULL;
    options.include_machine_name = 1;
    options.machine_name = strcmp(name, "machineName") == 0 ? text : "";
    options.os = strcmp(name, "os") == 0 ? text : "";
    options.sdk = strcmp(name, "sdk") == 0 ? text : "";
    options.license_key = strcmp(name, "licenseKey") == 0 ? text : "";
    client = strcmp(name, "hwid") == 0 ? client_with_hwid(text) : test_client();
    OK(af_create_activation_request(client, &options, request, sizeof request, NULL, &error));
    OK(af_parse_activation_request(request, json, sizeof json, NULL, &error));
    af_client_free(client);
    char *arrived = json_string(json, name);
    size_t length = strlen(arrived);
    CHECK(strncmp(arrived, text, length) == 0);
    free(arrived);
    return length;
}

int main(void)
{
    const struct {
        const char *name;
        int most;
    } fields[] = { { "machineName", 128 }, { "os", 64 }, { "sdk", 64 }, { "licenseKey", 64 } };
    for (size_t i = 0; i < LENGTH(fields); i++) {
        const char *name = fields[i].name;
        int most = fields[i].most;
        CHECK_EQ(kept(name, many("", "x", most - 1)), most - 1);
        CHECK_EQ(kept(name, many("", "x", most)), most);
        CHECK_EQ(kept(name, many("", "x", most + 1)), most);
        CHECK_EQ(kept(name, many("", "x", 4096)), most);
        /* Two, three and four bytes to a character, at every place where the border can lie in one. */
        CHECK_EQ(kept(name, many("", "\xc3\xa9", 200)), most);
        CHECK_EQ(kept(name, many("x", "\xc3\xa9", 200)), most - 1);
        CHECK_EQ(kept(name, many("", "\xe2\x82\xac", 200)), most / 3 * 3);
        CHECK_EQ(kept(name, many("x", "\xe2\x82\xac", 200)), (most - 1) / 3 * 3 + 1);
        CHECK_EQ(kept(name, many("xx", "\xe2\x82\xac", 200)), (most - 2) / 3 * 3 + 2);
        CHECK_EQ(kept(name, many("", "\xf0\x9f\x98\x80", 200)), most);
        CHECK_EQ(kept(name, many("x", "\xf0\x9f\x98\x80", 200)), most - 3);
        CHECK_EQ(kept(name, many("xx", "\xf0\x9f\x98\x80", 200)), most - 2);
        CHECK_EQ(kept(name, many("xxx", "\xf0\x9f\x98\x80", 200)), most - 1);
        /* A letter and its accent are two characters, three bytes: the accent may go alone. */
        CHECK_EQ(kept(name, many("x", "e\xcc\x81", 200)), (most - 1) / 3 * 3 + 1 + ((most - 1) % 3 > 0));
    }
    /* The longest hardware id is not clipped. */
    CHECK_EQ(kept("hwid", many("", "\xc3\xa9", 128)), 256);
    return 0;
}
