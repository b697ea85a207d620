/* Texts that go in are copied. */

#include "harness.h"

static char *scratch(const char *text)
{
    char *copy = malloc(strlen(text) + 1);
    CHECK(copy != NULL);
    return strcpy(copy, text);
}

static void spoil(char *text)
{
    memset(text, '?', strlen(text));
    free(text);
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    char *texts[] = { scratch(APP_ID), scratch(APP_SECRET), scratch(PUBLIC_KEY), scratch("LOCAL"), scratch(URL),
                      scratch("machine"), scratch(KEY) };
    char hwid[32];
    af_config *config = af_config_new(texts[0], texts[1], texts[2], texts[3]);
    OK(af_config_set_api_base_url(config, texts[4], &error));
    OK(af_config_set_hwid_override(config, texts[5], &error));
    for (int i = 0; i < 6; i++)
        spoil(texts[i]);
    af_client *client = client_of(config);
    static struct ears ears = EARS_INIT;
    listen_to(&ears, client);
    OK(af_login_start(client, texts[6], NULL, &error));
    spoil(texts[6]);
    CHECK_STATUS(wait_to_hear(&ears, AF_EVENT_KIND_REQUEST_FINISHED, 1).status, AF_STATUS_OK);
    OK(af_hwid(client, hwid, sizeof hwid, NULL, &error));
    CHECK_TEXT(hwid, "machine");
    af_client_free(client);
    return 0;
}
