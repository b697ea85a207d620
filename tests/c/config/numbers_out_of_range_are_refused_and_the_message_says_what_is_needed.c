/* Numbers out of range are refused, and the message says what is needed. */

#include <limits.h>

#include "../harness.h"

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_client *client = NULL;
    af_config *config = test_config();
    const int32_t intervals[] = { 9, 1, 0, -1, INT32_MIN };
    const int32_t timeouts[] = { 0, 3601, -1, INT32_MAX, INT32_MIN };
    const int32_t attempts[] = { 0, 11, -1, INT32_MAX, INT32_MIN };
    const int32_t login_timeouts[] = { 1, 999, 86400001, -1, INT32_MAX, INT32_MIN };
    const int32_t ttls[] = { -1, INT32_MIN };
    const int32_t enums[] = { -1, 3, 99, INT32_MAX, INT32_MIN };

    for (size_t i = 0; i < LENGTH(intervals); i++)
        REFUSED(af_config_set_heartbeat_interval(config, intervals[i], &error), AF_STATUS_INVALID_ARGUMENT,
                "heartbeat_interval");
    CHECK_HAS(error.message, "10");
    for (size_t i = 0; i < LENGTH(timeouts); i++)
        REFUSED(af_config_set_request_timeout(config, timeouts[i], &error), AF_STATUS_INVALID_ARGUMENT,
                "request_timeout");
    CHECK_HAS(error.message, "1 to 3600");
    for (size_t i = 0; i < LENGTH(attempts); i++)
        REFUSED(af_config_set_login_attempts(config, attempts[i], &error), AF_STATUS_INVALID_ARGUMENT,
                "login_attempts");
    CHECK_HAS(error.message, "1 to 10");
    for (size_t i = 0; i < LENGTH(login_timeouts); i++)
        REFUSED(af_config_set_login_timeout_ms(config, login_timeouts[i], &error), AF_STATUS_INVALID_ARGUMENT,
                "login_timeout");
    CHECK_HAS(error.message, "1000 to 86400000, or 0");
    for (size_t i = 0; i < LENGTH(ttls); i++)
        REFUSED(af_config_set_ttl_seconds(config, ttls[i], &error), AF_STATUS_INVALID_ARGUMENT,
                "ttl_seconds");
    for (size_t i = 0; i < LENGTH(enums); i++) {
        REFUSED(af_config_set_failure_policy(config, enums[i], &error), AF_STATUS_INVALID_ARGUMENT,
                "failure_policy");
        REFUSED(af_config_set_dispatch(config, enums[i], &error), AF_STATUS_INVALID_ARGUMENT, "dispatch");
        REFUSED(af_config_set_token_binding(config, enums[i], &error), AF_STATUS_INVALID_ARGUMENT,
                "token_binding");
    }
    REFUSED(af_config_set_dispatch(config, 2, &error), AF_STATUS_INVALID_ARGUMENT, "dispatch is 2");
    REFUSED(af_set_log_callback(5, NULL, NULL, NULL, &error), AF_STATUS_INVALID_ARGUMENT, "level is 5");
    REFUSED(af_set_log_callback(-1, NULL, NULL, NULL, &error), AF_STATUS_INVALID_ARGUMENT, "level is -1");

    OK(af_config_set_heartbeat_interval(config, 10, &error));
    OK(af_config_set_heartbeat_interval(config, INT32_MAX, &error));
    OK(af_config_set_request_timeout(config, 1, &error));
    OK(af_config_set_request_timeout(config, 3600, &error));
    OK(af_config_set_login_attempts(config, 1, &error));
    OK(af_config_set_login_attempts(config, 10, &error));
    OK(af_config_set_login_timeout_ms(config, 86400000, &error));
    OK(af_config_set_login_timeout_ms(config, 1000, &error));
    OK(af_config_set_login_timeout_ms(config, 0, &error));
    OK(af_config_set_ttl_seconds(config, INT32_MAX, &error));
    /* What was refused changed nothing. */
    OK(af_client_new(config, &client, &error));
    OK(af_login(client, KEY, NULL, &error));
    af_config_free(config);
    af_client_free(client);
    return 0;
}
