/* Every status has a code, a sentence and a class. */

#include "harness.h"

int main(void)
{
    const int32_t known[] = {
        0,   1,   2,   3,   4,   5,   6,   7,   8,   9,   10,  11,  12,  13,  14,  15,  100, 101, 102, 103, 104, 105,
        110, 111, 200, 201, 202, 203, 204, 205, 206, 207, 208, 209, 210, 211, 212, 213, 214, 300, 301, 302, 303, 304, 305,
        306, 307, 308, 309, 310, 311, 312, 313, 314, 315, 316, 317, 318, 319, 320, 321, 322, 323, 400,
        401, 402, 403, 404, 405, 406, 407, 408, 409, 900,
    };
    int found = 0;
    for (int32_t status = -1000; status <= 2000; status++) {
        const char *code = af_status_code(status), *message = af_status_message(status);
        CHECK(code != NULL && message != NULL && message[0] != '\0' && strchr(message, '\n') == NULL);
        CHECK(!(af_status_is_transient(status) && af_status_is_fatal(status)));
        if (strcmp(code, "unknown_status") != 0) {
            CHECK_BELOW(found, LENGTH(known));
            CHECK_EQ(status, known[found++]);
        }
        if (status < 100)
            CHECK(!af_status_is_transient(status) && !af_status_is_fatal(status));
    }
    CHECK_EQ(found, LENGTH(known));
    CHECK_TEXT(af_status_code(AF_STATUS_INVALID_KEY), "invalid_key");
    CHECK_TEXT(af_status_code(INT32_MIN), "unknown_status");
    CHECK(af_status_message(INT32_MAX) != NULL);

    const af_status fatal[] = { AF_STATUS_MALFORMED_REQUEST, AF_STATUS_INVALID_APP,    AF_STATUS_SESSION_EXPIRED,
                                AF_STATUS_BLOCKED,           AF_STATUS_APP_DISABLED,   AF_STATUS_HWID_MISMATCH,
                                AF_STATUS_EXPIRED,           AF_STATUS_REVOKED,        AF_STATUS_SIGNATURE_MISMATCH,
                                AF_STATUS_OFFLINE_ACTIVATION_DISABLED, AF_STATUS_OFFLINE_ACTIVATION_REQUIRES_PERPETUAL,
                                AF_STATUS_OFFLINE_ACTIVATION_REQUIRES_SEATS,
                                AF_STATUS_OFFLINE_ACTIVATION_LIMIT_REACHED, AF_STATUS_OFFLINE_FILE_REJECTED,
                                AF_STATUS_ANSWER_MISMATCH };
    for (size_t i = 0; i < LENGTH(fatal); i++)
        CHECK(af_status_is_fatal(fatal[i]));
    const af_status transient[] = { AF_STATUS_NETWORK_ERROR, AF_STATUS_TIMEOUT,      AF_STATUS_RATE_LIMITED,
                                    AF_STATUS_NO_CREDITS,    AF_STATUS_INVALID_KEY,  AF_STATUS_SYSTEM_ERROR,
                                    AF_STATUS_HTTP_ERROR,    AF_STATUS_SERVER_OTHER, AF_STATUS_REPLAY_DETECTED,
                                    AF_STATUS_FILE_WRITE_FAILED, AF_STATUS_REVOKE_REQUIRES_SESSION,
                                    AF_STATUS_OUTCOME_UNCERTAIN };
    for (size_t i = 0; i < LENGTH(transient); i++)
        CHECK(af_status_is_transient(transient[i]));
    return 0;
}
