/* An activation request survives the way to the operator. */

#include "../harness.h"

static char changed[65536], expected[4096];

static const char *replaced(const char *text, const char *from, const char *to)
{
    size_t length = 0;
    while (*text) {
        bool here = strncmp(text, from, strlen(from)) == 0;
        length += (size_t)snprintf(changed + length, sizeof changed - length, "%.*s",
                                   here ? (int)strlen(to) : 1, here ? to : text);
        CHECK_BELOW(length, sizeof changed);
        text += here ? strlen(from) : 1;
    }
    return changed;
}

static const char *wrapped(const char *before, const char *text, const char *after)
{
    CHECK_BELOW(snprintf(changed, sizeof changed, "%s%s%s", before, text, after), sizeof changed);
    return changed;
}

static void check(const char *text, const char *json, const char *how)
{
    char out[4096];
    af_error error = AF_ERROR_INIT;
    if (af_parse_activation_request(text, out, sizeof out, NULL, &error) != AF_STATUS_OK)
        FAIL("%s: %s: %s in:\n%s", how, error.code, error.message, text);
    if (strcmp(out, json) != 0)
        FAIL("%s: %s, need %s", how, out, json);
}

static const char *armored(const char *checksum, const char *body)
{
    CHECK_BELOW(snprintf(changed, sizeof changed,
                         "-----BEGIN AUTHFORGE ACTIVATION REQUEST-----\nchecksum:%s\n\n%s\n"
                         "-----END AUTHFORGE ACTIVATION REQUEST-----",
                         checksum, body),
                sizeof changed);
    return changed;
}

/* From libraries that say more, less, or count in characters instead of bytes. */
static void from_others(void)
{
    const char *hwid_of_200 =
        "\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9";
    check(
        armored(
            "12b46abcb38fdcd7",
            "eyJsYXRlciI6WzFdLCJjcmVhdGVkQXQiOiIyMDI2LTA0LTIwVDAwOjAwOjAwLjAwMFoiLCJod2lkIjoiaCIsImFwcElkIjoi"
            "bXktZ2FtZSIsInR5cCI6ImF1dGhmb3JnZS1hY3RpdmF0aW9uLXJlcXVlc3QiLCJ2IjoxLjAsIm9zIjo3LCJzZGsiOm51bGws"
            "Im1hY2hpbmVOYW1lIjoiIn0="),
        "{\"v\":1,\"typ\":\"authforge-activation-request\",\"appId\":\"my-game\",\"hwid\":\"h\","
        "\"createdAt\":\"2026-04-20T00:00:00.000Z\"}",
        "what is not known is left out");
    int length =
        snprintf(expected, sizeof expected, "%s",
                 "{\"v\":1,\"typ\":\"authforge-activation-request\",\"appId\":\"my-game\",\"hwid\":\"");
    for (int i = 0; i < 20; i++)
        length += snprintf(expected + length, sizeof expected - (size_t)length, "%s", hwid_of_200);
    length += snprintf(expected + length, sizeof expected - (size_t)length,
                       "\",\"createdAt\":\"2026-04-20T00:00:00.000Z\",\"licenseKey\":\"");
    for (int i = 0; i < 100; i++)
        expected[length++] = 'k';
    snprintf(expected + length, sizeof expected - (size_t)length, "\"}");
    /* A hardware id that was cut would be another machine's. */
    check(
        armored(
            "f3e8ac7e4789ead1",
            "eyJ2IjoxLCJ0eXAiOiJhdXRoZm9yZ2UtYWN0aXZhdGlvbi1yZXF1ZXN0IiwiYXBwSWQiOiJteS1nYW1lIiwiaHdpZCI6IsOp"
            "w6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOp"
            "w6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOp"
            "w6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOp"
            "w6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOp"
            "w6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOp"
            "w6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6kiLCJjcmVhdGVkQXQiOiIyMDI2LTA0LTIwVDAwOjAwOjAw"
            "LjAwMFoiLCJsaWNlbnNlS2V5Ijoia2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tr"
            "a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2trayJ9"),
        expected, "nothing is cut");
}

/* The operator makes a license file from it, and the machine that asked logs in with that. */
static void back_again(af_client *client, const char *text)
{
    af_error error = AF_ERROR_INIT;
    af_session *session = NULL;
    char hwid[80], order[8192];
    size_t length = (size_t)snprintf(order, sizeof order, "{\"activationRequest\":\"");
    for (; *text; text++)
        length +=
            (size_t)snprintf(order + length, sizeof order - length, *text == '\n' ? "\\n" : "%c", *text);
    snprintf(order + length, sizeof order - length, "\",\"expiresAt\":null}");
    char *file = mint(KEY, order);
    OK(af_client_hwid(client, hwid, sizeof hwid, NULL, &error));
    OK(af_login_from_file(client, file, &session, &error));
    CHECK_EQ(af_session_bound_hwid_count(session), 1);
    CHECK_TEXT(af_session_bound_hwid_at(session, 0), hwid);
    af_session_free(session);
    free(file);
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    char text[4096];
    af_client *client = file_client();
    OK(af_create_activation_request(client, NULL, text, sizeof text, NULL, &error));
    OK(af_parse_activation_request(text, expected, sizeof expected, NULL, &error));
    check(replaced(text, "\n", "\r\n"), expected, "CRLF");
    check(replaced(text, "\n", "\r"), expected, "CR");
    check(replaced(text, "\n", " \t\n "), expected, "blanks around each line");
    check(replaced(text, "eyJ", "e\nyJ"), expected, "another wrapping");
    check(replaced(text, "Checksum: ", "CHECKSUM :"), expected, "another way to write a header");
    check(replaced(text, "App-Id: ", "App-Id: another "), expected, "another app id in a header");
    check(replaced(text, "Version: 1", "X-Mailer: a:b"), expected, "another header");
    check(wrapped("\xef\xbb\xbf", text, ""), expected, "a byte order mark");
    check(wrapped("Hello,\n\nplease:\n", text, "-- \nAda\n"), expected, "a letter around it");
    check(wrapped("", text, text), expected, "twice");
    check(replaced(text, "\n", "\r\r\n"), expected, "CR CR LF");
    check(replaced(text, "\n", "\n>> "), expected, "quoted");
    check(replaced(text, "\n\n", "\n"), expected, "no blank line");
    check(replaced(text, "\n", ""), expected, "one line");
    check(replaced(text, "\n", "\\n"), expected, "line ends as programs write them");
    check(replaced(text, "=", "=3D"), expected, "quoted-printable");
    check(replaced(text, "-----", "\xe2\x80\x93"), expected, "dashes");
    check(replaced(text, "e", "e\xe2\x80\x8b"), expected, "zero-width characters");
    check(replaced(text, "\n", "<br>&nbsp;"), expected, "HTML");
    check(replaced(text, "\n", "\xff\n"), expected, "no UTF-8");
    /* What came before is not mistaken for what is asked for. */
    char *license = mint_for_any(NULL);
    check(wrapped(license, text, ""), expected, "a license file before it");
    free(license);
    from_others();
    back_again(client, text);
    af_client_free(client);
    return 0;
}
