/* What is no activation request says why. */

#include "../harness.h"

static char json[4096];

static void refused(const char *text, af_status expected, const char *part, const char *what)
{
    af_error error = AF_ERROR_INIT;
    size_t length = 77;
    strcpy(json, "as it was");
    af_status status = af_parse_activation_request(text, json, sizeof json, &length, &error);
    if (status != expected)
        FAIL("%s: %s, need %s", what, af_status_code(status), af_status_code(expected));
    CHECK_TEXT(error.code, af_status_code(expected));
    CHECK_HAS(error.message, part);
    CHECK_TEXT(json, "as it was");
    CHECK_EQ(length, 77);
}

/* Whole armor, sound checksum, and something else inside. */
static void refused_inside(void)
{
    const struct {
        af_status status;
        const char *what, *checksum, *body;
    } cases[] = {
        { AF_STATUS_UNSUPPORTED_VERSION, "a later version", "914b6c7f1b883af2",
          "eyJ2IjoyLCJ0eXAiOiJhdXRoZm9yZ2UtYWN0aXZhdGlvbi1yZXF1ZXN0IiwiYXBwSWQiOiJteS1nYW1lIiwiaHdpZCI6Imgi"
          "LCJjcmVhdGVkQXQiOiIyMDI2LTA0LTIwVDAwOjAwOjAwLjAwMFoifQ==" },
        { AF_STATUS_UNSUPPORTED_VERSION, "no version", "e3e3f466370f013c",
          "eyJ0eXAiOiJhdXRoZm9yZ2UtYWN0aXZhdGlvbi1yZXF1ZXN0IiwiYXBwSWQiOiJteS1nYW1lIiwiaHdpZCI6ImgiLCJjcmVh"
          "dGVkQXQiOiIyMDI2LTA0LTIwVDAwOjAwOjAwLjAwMFoifQ==" },
        { AF_STATUS_UNSUPPORTED_VERSION, "a version that is text", "613750ea0e87ff4c",
          "eyJ2IjoiMSIsInR5cCI6ImF1dGhmb3JnZS1hY3RpdmF0aW9uLXJlcXVlc3QiLCJhcHBJZCI6Im15LWdhbWUiLCJod2lkIjoi"
          "aCIsImNyZWF0ZWRBdCI6IjIwMjYtMDQtMjBUMDA6MDA6MDAuMDAwWiJ9" },
        { AF_STATUS_UNSUPPORTED_VERSION, "a version that is a truth", "231a539af32d29f7",
          "eyJ2Ijp0cnVlLCJ0eXAiOiJhdXRoZm9yZ2UtYWN0aXZhdGlvbi1yZXF1ZXN0IiwiYXBwSWQiOiJteS1nYW1lIiwiaHdpZCI6"
          "ImgiLCJjcmVhdGVkQXQiOiIyMDI2LTA0LTIwVDAwOjAwOjAwLjAwMFoifQ==" },
        { AF_STATUS_MALFORMED_PAYLOAD, "no object", "b1fbad3641b150c4", "WzFd" },
        { AF_STATUS_MALFORMED_PAYLOAD, "no JSON", "333d6b3a3c1f5db6", "aGVsbG8=" },
        { AF_STATUS_MALFORMED_PAYLOAD, "no hardware id", "ddbd1c6b9426c28f",
          "eyJ2IjoxLCJ0eXAiOiJhdXRoZm9yZ2UtYWN0aXZhdGlvbi1yZXF1ZXN0IiwiYXBwSWQiOiJhIiwiY3JlYXRlZEF0IjoieCJ9" },
        { AF_STATUS_MALFORMED_PAYLOAD, "no date", "9bbca3c4b2aa30c0",
          "eyJ2IjoxLCJ0eXAiOiJhdXRoZm9yZ2UtYWN0aXZhdGlvbi1yZXF1ZXN0IiwiYXBwSWQiOiJhIiwiaHdpZCI6ImgifQ==" },
        { AF_STATUS_MALFORMED_PAYLOAD, "an empty app id", "b879590eff9e6cf3",
          "eyJ2IjoxLCJ0eXAiOiJhdXRoZm9yZ2UtYWN0aXZhdGlvbi1yZXF1ZXN0IiwiYXBwSWQiOiIiLCJod2lkIjoiaCIsImNyZWF0"
          "ZWRBdCI6IngifQ==" },
        { AF_STATUS_MALFORMED_PAYLOAD, "an app id that is a number", "31b6e1e96f75a357",
          "eyJ2IjoxLCJ0eXAiOiJhdXRoZm9yZ2UtYWN0aXZhdGlvbi1yZXF1ZXN0IiwiYXBwSWQiOjcsImh3aWQiOiJoIiwiY3JlYXRl"
          "ZEF0IjoieCJ9" },
        { AF_STATUS_MALFORMED_PAYLOAD, "another type", "0188329adcd144d7",
          "eyJ2IjoxLCJ0eXAiOiJhdXRoZm9yZ2UtbGljZW5zZSIsImFwcElkIjoiYSIsImh3aWQiOiJoIiwiY3JlYXRlZEF0IjoieCJ9" },
        { AF_STATUS_MALFORMED_PAYLOAD, "no UTF-8", "c2d149adad72735e",
          "eyJ2IjoxLCJ0eXAiOiJhdXRoZm9yZ2UtYWN0aXZhdGlvbi1yZXF1ZXN0IiwiYXBwSWQiOiL/IiwiaHdpZCI6ImgiLCJjcmVh"
          "dGVkQXQiOiJ4In0=" },
    };
    for (size_t i = 0; i < LENGTH(cases); i++) {
        char text[2048];
        snprintf(text, sizeof text,
                 "-----BEGIN AUTHFORGE ACTIVATION REQUEST-----\nChecksum: %s\n\n%s\n"
                 "-----END AUTHFORGE ACTIVATION REQUEST-----\n",
                 cases[i].checksum, cases[i].body);
        refused(text, cases[i].status, "", cases[i].what);
    }
}

/* The text with a part as another. */
static const char *with(const char *text, const char *from, const char *to)
{
    static char changed[8192];
    const char *at = strstr(text, from);
    CHECK(at != NULL);
    snprintf(changed, sizeof changed, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
    return changed;
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    char text[4096], cut[4096];
    af_client *client = file_client();
    OK(af_create_activation_request(client, NULL, text, sizeof text, NULL, &error));
    strcpy(cut, text);
    refused("", AF_STATUS_BAD_ARMOR, "BEGIN AUTHFORGE ACTIVATION REQUEST", "nothing");
    refused("hello", AF_STATUS_BAD_ARMOR, "BEGIN AUTHFORGE ACTIVATION REQUEST", "a word");
    refused("a/path.authforge-request", AF_STATUS_BAD_ARMOR, "", "a path");
    refused(with(text, "-----END", "-----ENT"), AF_STATUS_BAD_ARMOR, "END AUTHFORGE",
            "another word in its place");
    *strstr(cut, "\n-----END") = '\0';
    cut[strlen(cut) - 4] = '\0';
    refused(cut, AF_STATUS_BAD_ARMOR, "END AUTHFORGE", "cut off");
    refused(with(text, "Checksum", "Check"), AF_STATUS_BAD_ARMOR, "Checksum", "no checksum");
    refused(with(text, "\n\neyJ", "\n\ney-"), AF_STATUS_CHECKSUM_MISMATCH, "",
            "what is no base64 in place of a letter");
    refused("BEGIN AUTHFORGE ACTIVATION REQUEST\nChecksum: 0\n\n!\nEND AUTHFORGE ACTIVATION REQUEST",
            AF_STATUS_CHECKSUM_MISMATCH, "", "no base64");
    refused(with(text, "\n\neyJ", "\n\neyK"), AF_STATUS_CHECKSUM_MISMATCH, "", "another character");
    refused(with(text, "\n\neyJ2", "\n\neyJ"), AF_STATUS_CHECKSUM_MISMATCH, "", "a character less");
    refused(with(text, "\n\neyJ2", "\n\neyJ2AAAA"), AF_STATUS_CHECKSUM_MISMATCH, "", "more within it");
    refused(with(text, "Checksum: ", "Checksum: 0"), AF_STATUS_CHECKSUM_MISMATCH, "", "another checksum");
    char *license = mint_for_any(NULL);
    refused(license, AF_STATUS_IS_LICENSE_FILE, "", "a license file");
    refused_inside();
    refused(NULL, AF_STATUS_INVALID_ARGUMENT, "text is NULL", "NULL");
    refused("\xff", AF_STATUS_INVALID_UTF8, "text", "no UTF-8");
    char *large = malloc(256 * 1024 + 2);
    CHECK(large != NULL);
    memset(large, '\n', 256 * 1024 + 1);
    large[256 * 1024 + 1] = '\0';
    refused(large, AF_STATUS_INVALID_ARGUMENT, "262144", "too much");
    /* A byte less is read. */
    large[256 * 1024] = '\0';
    memcpy(large, text, strlen(text));
    OK(af_parse_activation_request(large, json, sizeof json, NULL, &error));
    af_client_free(client);
    free(large);
    free(license);
    return 0;
}
