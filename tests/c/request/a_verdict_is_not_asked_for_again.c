/* A verdict is not asked for again. */

#include "../harness.h"

int main(void)
{
    const char *const codes[] = { "no_credits", "app_burn_cap_reached", "demo_quota_exceeded",
                                  "revoked",    "replay_detected",      "system_error" };
    af_client *client = test_client();
    for (size_t i = 0; i < LENGTH(codes); i++) {
        char fault[200];
        snprintf(fault, sizeof fault, "{\"fault\":{\"error\":{\"code\":\"%s\"}},\"count\":1}", codes[i]);
        admin_do("DELETE", "/dev/requests", "");
        add_fault(fault);
        CHECK(af_login(client, KEY, NULL, NULL) >= 300);
        CHECK_EQ(request_count("validate", 1), 1);
    }
    af_client_free(client);
    return 0;
}
