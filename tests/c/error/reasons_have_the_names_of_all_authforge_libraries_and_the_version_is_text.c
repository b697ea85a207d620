/* Reasons have the names of all AuthForge libraries, and the version is text. */

#include "../harness.h"

int main(void)
{
    CHECK_TEXT(af_reason_name(AF_REASON_LOGIN_FAILED), "login_failed");
    CHECK_TEXT(af_reason_name(AF_REASON_HEARTBEAT_FAILED), "heartbeat_failed");
    CHECK_TEXT(af_reason_name(AF_REASON_NETWORK_ERROR), "network_error");
    CHECK_TEXT(af_reason_name(AF_REASON_OFFLINE_LOGIN_FAILED), "offline_login_failed");
    CHECK_TEXT(af_reason_name(AF_REASON_NONE), "none");
    CHECK_TEXT(af_reason_name(-1), "none");
    CHECK_TEXT(af_reason_name(INT32_MAX), "none");
    int major, minor, patch;
    CHECK_EQ(sscanf(af_version(), "%d.%d.%d", &major, &minor, &patch), 3);
    return 0;
}
