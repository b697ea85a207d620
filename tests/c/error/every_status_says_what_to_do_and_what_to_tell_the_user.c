/* Every status says what to do and what to tell the user. */

#include "../harness.h"

#define MESSAGES (AF_USER_MESSAGE_ID_REQUEST_NOT_LICENSE + 1)

static void is_said(int32_t status, af_advice advice, af_user_message_id message)
{
    CHECK_EQ(af_status_advice(status), advice);
    CHECK_EQ(af_status_user_message_id(status), message);
}

int main(void)
{
    int uses[MESSAGES] = { 0 }, uses_of_advice[AF_ADVICE_STOP + 1] = { 0 };
    for (int32_t status = -1000; status <= 2000; status++) {
        const char *text = af_status_user_message(status);
        CHECK(text != NULL && text[0] >= 'A' && text[0] <= 'Z' && text[strlen(text) - 1] == '.');
        CHECK(text == af_status_user_message(status));
        const int32_t advice = af_status_advice(status), message = af_status_user_message_id(status);
        CHECK(advice >= AF_ADVICE_NONE && advice <= AF_ADVICE_STOP && message >= 0 && message < MESSAGES);
        if (strcmp(af_status_code(status), "unknown_status") != 0) {
            uses[message]++;
            uses_of_advice[advice]++;
        }
    }
    for (int i = 0; i < MESSAGES; i++)
        CHECK(uses[i] > 0);
    for (size_t i = 0; i < LENGTH(uses_of_advice); i++)
        CHECK(uses_of_advice[i] > 0);

    is_said(AF_STATUS_OK, AF_ADVICE_NONE, AF_USER_MESSAGE_ID_SUCCESS);
    is_said(AF_STATUS_INVALID_KEY, AF_ADVICE_ASK_FOR_KEY, AF_USER_MESSAGE_ID_KEY_NOT_VALID);
    is_said(AF_STATUS_SESSION_EXPIRED, AF_ADVICE_RETRY, AF_USER_MESSAGE_ID_NOT_LOGGED_IN);
    is_said(AF_STATUS_NETWORK_ERROR, AF_ADVICE_USE_OFFLINE, AF_USER_MESSAGE_ID_NO_CONNECTION);
    is_said(AF_STATUS_TLS_CLOCK, AF_ADVICE_FIX_CLOCK, AF_USER_MESSAGE_ID_CLOCK_WRONG);
    is_said(AF_STATUS_NO_CREDITS, AF_ADVICE_TELL_VENDOR, AF_USER_MESSAGE_ID_VENDOR_MUST_ACT);
    is_said(AF_STATUS_INVALID_APP, AF_ADVICE_UPDATE, AF_USER_MESSAGE_ID_PROGRAM_NOT_ACCEPTED);
    is_said(AF_STATUS_EXPIRED, AF_ADVICE_RENEW, AF_USER_MESSAGE_ID_LICENSE_EXPIRED);
    is_said(AF_STATUS_HWID_MISMATCH, AF_ADVICE_FREE_SEAT, AF_USER_MESSAGE_ID_NO_SEAT);
    is_said(AF_STATUS_REVOKED, AF_ADVICE_STOP, AF_USER_MESSAGE_ID_LICENSE_REVOKED);
    is_said(AF_STATUS_SIGNATURE_MISMATCH, AF_ADVICE_STOP, AF_USER_MESSAGE_ID_NOT_GENUINE);
    is_said(AF_STATUS_BAD_SIGNATURE, AF_ADVICE_ASK_FOR_FILE, AF_USER_MESSAGE_ID_FILE_NOT_VALID);
    is_said(AF_STATUS_IS_ACTIVATION_REQUEST, AF_ADVICE_ASK_FOR_FILE, AF_USER_MESSAGE_ID_REQUEST_NOT_LICENSE);
    is_said(AF_STATUS_CLOCK_WRONG, AF_ADVICE_FIX_CLOCK, AF_USER_MESSAGE_ID_CLOCK_WRONG);
    is_said(AF_STATUS_INVALID_HANDLE, AF_ADVICE_FIX_PROGRAM, AF_USER_MESSAGE_ID_PROGRAM_FAULT);
    CHECK_TEXT(af_status_user_message(AF_STATUS_EXPIRED), "Your license has expired; please renew it.");

    /* Of a newer library: by the hundred, which says who has to act. */
    is_said(99, AF_ADVICE_FIX_PROGRAM, AF_USER_MESSAGE_ID_PROGRAM_FAULT);
    is_said(199, AF_ADVICE_USE_OFFLINE, AF_USER_MESSAGE_ID_NO_CONNECTION);
    is_said(299, AF_ADVICE_STOP, AF_USER_MESSAGE_ID_NOT_GENUINE);
    is_said(399, AF_ADVICE_STOP, AF_USER_MESSAGE_ID_LICENSE_REFUSED);
    is_said(499, AF_ADVICE_ASK_FOR_FILE, AF_USER_MESSAGE_ID_FILE_NOT_VALID);
    is_said(999, AF_ADVICE_TELL_VENDOR, AF_USER_MESSAGE_ID_PROGRAM_FAULT);
    is_said(INT32_MIN, AF_ADVICE_STOP, AF_USER_MESSAGE_ID_PROGRAM_FAULT);
    is_said(INT32_MAX, AF_ADVICE_STOP, AF_USER_MESSAGE_ID_PROGRAM_FAULT);
    return 0;
}
