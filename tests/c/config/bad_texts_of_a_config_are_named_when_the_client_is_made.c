/* Bad texts of a config are named when the client is made. */

#include "../harness.h"

static char *megabyte;

static void refused(const char *app_id, const char *secret, const char *key, const char *mode,
                    const char *part)
{
    af_error error = AF_ERROR_INIT;
    af_client *client = NULL;
    af_config *config = af_config_new(app_id, secret, key, mode);
    CHECK(config != NULL);
    REFUSED(af_client_new(config, &client, &error), AF_STATUS_INVALID_CONFIG, part);
    CHECK_TEXT(error.code, "invalid_config");
    CHECK(client == NULL && strchr(error.message, '\n') == NULL);
    af_config_free(config);
}

int main(void)
{
    megabyte = malloc((1 << 20) + 1);
    CHECK(megabyte != NULL);
    memset(megabyte, 'A', 1 << 20);
    megabyte[1 << 20] = '\0';
    const char *const bad[] = { "", " \t\n", "\xff\xfe", "\xc3", "\xed\xa0\x80", megabyte };

    refused(NULL, APP_SECRET, PUBLIC_KEY, "SERVER", "app_id");
    refused(APP_ID, APP_SECRET, NULL, "SERVER", "public_key");
    refused(APP_ID, APP_SECRET, PUBLIC_KEY, NULL, "heartbeat_mode");
    for (size_t i = 0; i < LENGTH(bad); i++) {
        refused(bad[i], APP_SECRET, PUBLIC_KEY, "SERVER", "app_id");
        refused(APP_ID, bad[i], PUBLIC_KEY, "SERVER", "app_secret");
        refused(APP_ID, APP_SECRET, bad[i], "SERVER", "public_key");
        refused(APP_ID, APP_SECRET, PUBLIC_KEY, bad[i], "heartbeat_mode");
        refused(APP_ID, NULL, PUBLIC_KEY, bad[i], "heartbeat_mode");
    }
    refused(APP_ID, APP_SECRET, PUBLIC_KEY, "ONLINE", "heartbeat_mode is \"ONLINE\", need SERVER or LOCAL");
    refused(APP_ID, APP_SECRET, PUBLIC_KEY, "SERVERS", "heartbeat_mode");
    free(megabyte);
    return 0;
}
