/* A license file is read however mail and editors left it. */

#include "../harness.h"

static char changed[65536];

/* `text` with `from` as `to` everywhere. */
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

/* The same into another buffer. */
static const char *replaced_again(const char *text, const char *from, const char *to)
{
    static char again[sizeof changed];
    strcpy(again, replaced(text, from, to));
    return again;
}

static const char *wrapped(const char *before, const char *text, const char *after)
{
    CHECK_BELOW(snprintf(changed, sizeof changed, "%s%s%s", before, text, after), sizeof changed);
    return changed;
}

/* Every line of the payload and the signature again in lines of so many columns. */
static const char *rewrapped(const char *text, int columns)
{
    size_t length = 0;
    int column = 0;
    for (bool inside = false; *text;) {
        size_t line = strcspn(text, "\n") + 1;
        bool marker = strncmp(text, "-----", 5) == 0;
        if (marker) {
            inside = strncmp(text, "-----BEGIN AUTHFORGE SIGN", 25) == 0;
            if (column)
                changed[length++] = '\n';
            column = 0;
        }
        if (!inside || marker) {
            memcpy(changed + length, text, line);
            length += line;
            inside = inside || line == 1;
        } else {
            for (size_t i = 0; i < line - 1; i++) {
                changed[length++] = text[i];
                if (++column % columns == 0)
                    changed[length++] = '\n';
            }
        }
        text += line;
    }
    changed[length] = '\0';
    return changed;
}

static void check(af_client *client, const char *text, const char *how)
{
    af_error error = AF_ERROR_INIT;
    af_session *session = NULL;
    if (af_login_from_file(client, text, &session, &error) != AF_STATUS_OK)
        FAIL("%s: %s: %s in:\n%s", how, error.code, error.message, text);
    CHECK_TEXT(af_session_license_key(session), KEY);
    CHECK_TEXT(af_session_license_file(session), text);
    af_session_free(session);
    put("mailed.authforge", text);
    OK(af_login_from_file(client, "mailed.authforge", NULL, &error));
}

/* On disk and in memory, in what is not UTF-8. */
static void encoded(af_client *client, const char *text)
{
    static char bytes[2 * sizeof changed];
    const size_t length = strlen(text);
    af_error error = AF_ERROR_INIT;
    af_session *session = NULL;
    for (int big = 0; big < 2; big++) {
        memcpy(bytes, big ? "\xfe\xff" : "\xff\xfe", 2);
        for (size_t i = 0; i < length; i++) {
            bytes[2 + 2 * i + !big] = '\0';
            bytes[2 + 2 * i + big] = text[i];
        }
        put_bytes("utf16", bytes, 2 + 2 * length);
        OK(af_login_from_file(client, "utf16", &session, &error));
        CHECK_TEXT(af_session_license_key(session), KEY);
        CHECK_HAS(af_session_license_file(session), text);
        af_session_free(session);
    }
    snprintf(bytes, sizeof bytes,
             "Gr\xfc\xdf"
             "e\n%s\xa0",
             text);
    put("latin1", bytes);
    OK(af_login_from_file(client, "latin1", NULL, &error));
    OK(af_login_from_file(client, bytes, &session, &error));
    CHECK_HAS(af_session_license_file(session), text);
    af_session_free(session);
}

int main(void)
{
    af_client *client = file_client();
    char *text = mint_for_any(NULL);
    enter_folder();
    check(client, replaced(text, "\n", "\r\n"), "CRLF");
    check(client, replaced(text, "\n", "\r"), "CR");
    check(client, replaced(text, "\n", " \t\n  "), "blanks around each line");
    check(client, wrapped("\xef\xbb\xbf", text, ""), "a byte order mark");
    check(client, wrapped("Dear Ada,\n\nhere it is \xf0\x9f\x98\x80:\n", text, "-- \nRegards\n"),
          "a letter around it");
    check(client, wrapped("", text, "no line end"), "text at once behind it");
    check(client, wrapped("-----BEGIN PGP-----\n", text, text), "twice, and another armor before it");
    check(client, rewrapped(text, 76), "lines of 76");
    check(client, rewrapped(text, 1), "lines of one");
    check(client, rewrapped(text, 100000), "one line");
    /* Chats, mail programs and the pages of the web. */
    check(client, replaced(text, "\n", "\r\r\n"), "CR CR LF");
    check(client, replaced(text, "\n", "\n\n"), "doubled line ends");
    check(client, wrapped("> ", replaced_again(text, "\n", "\n> "), ""), "quoted");
    check(client, wrapped(">> ", replaced_again(text, "\n", "\n>> "), ""), "quoted twice");
    check(client, replaced(text, "\n\n", "\n"), "no blank line");
    check(client, replaced(text, "\n", " "), "one line");
    check(client, replaced(text, "\n", ""), "one line without blanks");
    check(client, replaced(text, "\n", "\\n"), "line ends as programs write them");
    check(client, replaced(replaced_again(text, "=", "=3D"), "J", "J=\n"), "quoted-printable");
    check(client, replaced(text, "e", "e\xe2\x80\x8b"), "zero-width characters");
    check(client,
          replaced(text, "e",
                   "\xef\xbb\xbf"
                   "e"),
          "byte order marks");
    check(client, replaced(text, "-----", "\xe2\x80\x94\xe2\x80\x93"), "dashes");
    check(client, replaced(text, "-----", "\xe2\x88\x92"), "minus signs");
    check(client, replaced(text, " ", "\xc2\xa0"), "blanks that do not break");
    check(client, wrapped("&gt; ", replaced_again(text, "\n", "<br>\n&gt; "), ""), "HTML");
    check(client, wrapped("```\n", text, "```\n"), "code");
    check(client, replaced(text, "\n", "\n\t"), "tabs");
    encoded(client, text);
    /* Headers are for people: nothing that they say is believed. */
    check(client, replaced(text, "App-Id: ", "App-Id: another "), "another app id in a header");
    check(client, replaced(text, "Version: 1", "Version: 99"), "another version in a header");
    check(client, replaced(text, "Expires-At: never", "Expires-At: 1999-01-01T00:00:00.000Z"), "another end");
    check(client, replaced(text, "Version: 1\n", "X-Mailer: y:z\nEmpty:\n"), "other headers");
    leave_folder();
    free(text);
    af_client_free(client);
    return 0;
}
