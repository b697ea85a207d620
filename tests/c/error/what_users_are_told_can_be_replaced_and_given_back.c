/* What users are told can be replaced and given back. */

#include "authforge/messages_de.h"
#include "authforge/messages_es.h"
#include "../harness.h"

#define MESSAGES (AF_USER_MESSAGE_ID_REQUEST_NOT_LICENSE + 1)
#define ENGLISH "Your license has expired; please renew it."

static const char *expired(void)
{
    return af_status_user_message(AF_STATUS_EXPIRED);
}

static void refused(const af_user_message *messages, size_t count, af_status status, const char *message)
{
    af_error error = AF_ERROR_INIT;
    CHECK_STATUS(af_set_user_messages(messages, count, &error), status);
    CHECK_TEXT(error.message, message);
    CHECK_TEXT(expired(), "Vorbei.");
    CHECK_STATUS(af_set_user_messages(messages, count, NULL), status);
}

static void translated(const af_user_message *messages, size_t count)
{
    const char *before[MESSAGES];
    CHECK_EQ(count, MESSAGES);
    CHECK_STATUS(af_set_user_messages(NULL, 0, NULL), AF_STATUS_OK);
    for (int32_t status = 0; status < 1000; status++)
        before[af_status_user_message_id(status)] = af_status_user_message(status);
    CHECK_STATUS(af_set_user_messages(messages, count, NULL), AF_STATUS_OK);
    for (int32_t status = 0; status < 1000; status++) {
        const af_user_message_id id = af_status_user_message_id(status);
        CHECK_EQ(messages[id].id, id);
        CHECK_TEXT(af_status_user_message(status), messages[id].text);
        CHECK(strcmp(af_status_user_message(status), before[id]) != 0);
    }
}

int main(void)
{
    translated(AF_USER_MESSAGES_DE, AF_USER_MESSAGES_DE_COUNT);
    CHECK_TEXT(expired(), "Die Lizenz ist abgelaufen; bitte verl\303\244ngern.");
    const char *german = expired();
    translated(AF_USER_MESSAGES_ES, AF_USER_MESSAGES_ES_COUNT);
    CHECK_TEXT(expired(), "Su licencia ha caducado; renu\303\251vela.");
    /* Handed out before, and still good. */
    CHECK_TEXT(german, "Die Lizenz ist abgelaufen; bitte verl\303\244ngern.");

    /* Copied; what is not in the table is said in English; of two the later counts. */
    char own[] = "Vorbei.";
    const af_user_message some[] = { { AF_USER_MESSAGE_ID_LICENSE_EXPIRED, "Weg." },
                                     { AF_USER_MESSAGE_ID_LICENSE_EXPIRED, own } };
    CHECK_STATUS(af_set_user_messages(some, LENGTH(some), NULL), AF_STATUS_OK);
    memset(own, 'x', sizeof own - 1);
    CHECK_TEXT(expired(), "Vorbei.");
    CHECK_TEXT(af_status_user_message(AF_STATUS_MISSING_LICENSE_KEY), "Please enter your license key.");
    const char *kept = expired();

    af_user_message bad[] = { { AF_USER_MESSAGE_ID_SUCCESS, "Gut." }, { MESSAGES, "Was?" } };
    refused(bad, 2, AF_STATUS_INVALID_ARGUMENT, "messages[1].id is 30, need 0 to 29");
    bad[1].id = -1;
    refused(bad, 2, AF_STATUS_INVALID_ARGUMENT, "messages[1].id is -1, need 0 to 29");
    bad[1].id = 0;
    bad[1].text = NULL;
    refused(bad, 2, AF_STATUS_INVALID_ARGUMENT, "messages[1].text is NULL");
    bad[1].text = "";
    refused(bad, 2, AF_STATUS_INVALID_ARGUMENT, "messages[1].text is empty");
    bad[1].text = "\303(";
    refused(bad, 2, AF_STATUS_INVALID_UTF8, "messages[1].text is not UTF-8");
    char longest[1026];
    memset(longest, 'a', sizeof longest);
    longest[1025] = '\0';
    bad[1].text = longest;
    refused(bad, 2, AF_STATUS_INVALID_ARGUMENT, "messages[1].text is longer than 1024 bytes");
    longest[1024] = '\0';
    CHECK_STATUS(af_set_user_messages(bad, 2, NULL), AF_STATUS_OK);
    CHECK_TEXT(af_status_user_message(AF_STATUS_OK), longest);

    /* Either way to English, and a table that was set before is the same one. */
    CHECK_STATUS(af_set_user_messages(bad, 0, NULL), AF_STATUS_OK);
    CHECK_TEXT(expired(), ENGLISH);
    const af_user_message again[] = { { AF_USER_MESSAGE_ID_LICENSE_EXPIRED, "Vorbei." } };
    CHECK_STATUS(af_set_user_messages(again, 1, NULL), AF_STATUS_OK);
    CHECK(expired() == kept);
    CHECK_STATUS(af_set_user_messages(NULL, 7, NULL), AF_STATUS_OK);
    CHECK_TEXT(expired(), ENGLISH);
    return 0;
}
