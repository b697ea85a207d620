/* A hardware id of the host's is trimmed, sent verbatim, and a blank one is none. */

#include "../harness.h"

int main(void)
{
    af_error error = AF_ERROR_INIT;
    char text[80], sent[80];
    const char *const blanks[] = { NULL, "", "  \t " };
    af_config *config = test_config();
    OK(af_config_set_hwid_override(config, "  tg:123456789\n", &error));
    af_client *client = client_of(config);
    OK(af_client_hwid(client, text, sizeof text, NULL, &error));
    CHECK_TEXT(text, "tg:123456789");
    log_in(client);
    char *log = requests("validate", 1);
    json_text(log, "hwid", 0, sent, sizeof sent);
    CHECK_TEXT(sent, "tg:123456789");
    free(log);
    af_client_free(client);
    for (size_t i = 0; i < LENGTH(blanks); i++) {
        config = test_config();
        OK(af_config_set_hwid_override(config, "x", &error));
        OK(af_config_set_hwid_override(config, blanks[i], &error));
        client = client_of(config);
        OK(af_client_hwid(client, text, sizeof text, NULL, &error));
        CHECK_EQ(strlen(text), 64);
        af_client_free(client);
    }
    return 0;
}
