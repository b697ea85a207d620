/* Every status has a code, a sentence and a class. */

#include "../harness.h"

int main(void)
{
    int found = 0;
    for (int32_t status = -1000; status <= 2000; status++) {
        const char *code = af_status_code(status), *message = af_status_message(status);
        CHECK(code != NULL && message != NULL && message[0] != '\0' && strchr(message, '\n') == NULL);
        CHECK(!(af_status_is_transient(status) && af_status_is_fatal(status)));
        if (strcmp(code, "unknown_status") != 0) {
            CHECK(status >= 0 && status <= AF_STATUS_INTERNAL_ERROR);
            found++;
        }
        if (status < 100)
            CHECK(!af_status_is_transient(status) && !af_status_is_fatal(status));
    }
    /* Which numbers there are, and that they never change, is held by abi/ and the tests of `cargo xtask generate`. */
    CHECK(found >= 74);
    CHECK_TEXT(af_status_code(AF_STATUS_INVALID_KEY), "invalid_key");
    CHECK_TEXT(af_status_code(INT32_MIN), "unknown_status");
    CHECK(af_status_message(INT32_MAX) != NULL);

    const af_status fatal[] = { AF_STATUS_MALFORMED_REQUEST,
                                AF_STATUS_INVALID_APP,
                                AF_STATUS_SESSION_EXPIRED,
                                AF_STATUS_BLOCKED,
                                AF_STATUS_APP_DISABLED,
                                AF_STATUS_HWID_MISMATCH,
                                AF_STATUS_EXPIRED,
                                AF_STATUS_REVOKED,
                                AF_STATUS_SIGNATURE_MISMATCH,
                                AF_STATUS_OFFLINE_ACTIVATION_DISABLED,
                                AF_STATUS_OFFLINE_ACTIVATION_REQUIRES_PERPETUAL,
                                AF_STATUS_OFFLINE_ACTIVATION_REQUIRES_SEATS,
                                AF_STATUS_OFFLINE_ACTIVATION_LIMIT_REACHED,
                                AF_STATUS_OFFLINE_FILE_REJECTED,
                                AF_STATUS_ANSWER_MISMATCH };
    for (size_t i = 0; i < LENGTH(fatal); i++)
        CHECK(af_status_is_fatal(fatal[i]));
    const af_status transient[] = { AF_STATUS_NETWORK_ERROR,
                                    AF_STATUS_TIMEOUT,
                                    AF_STATUS_RATE_LIMITED,
                                    AF_STATUS_NO_CREDITS,
                                    AF_STATUS_INVALID_KEY,
                                    AF_STATUS_SYSTEM_ERROR,
                                    AF_STATUS_HTTP_ERROR,
                                    AF_STATUS_SERVER_OTHER,
                                    AF_STATUS_REPLAY_DETECTED,
                                    AF_STATUS_FILE_WRITE_FAILED,
                                    AF_STATUS_REVOKE_REQUIRES_SESSION,
                                    AF_STATUS_OUTCOME_UNCERTAIN };
    for (size_t i = 0; i < LENGTH(transient); i++)
        CHECK(af_status_is_transient(transient[i]));
    return 0;
}
