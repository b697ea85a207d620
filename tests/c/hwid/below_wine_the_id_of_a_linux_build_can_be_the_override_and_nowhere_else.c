/* Below Wine the id of a Linux build can be the override and nowhere else. */

#include "../harness.h"
#include "../harness/wine.h"

#include "../../../examples/c/proton_hwid.h"

static af_client *client_with_override(const char *hwid)
{
    af_error error = AF_ERROR_INIT;
    af_config *config = test_config();
    if (hwid)
        OK(af_config_set_hwid_override(config, hwid, &error));
    return client_of(config);
}

static void id_of(const af_client *client, char out[80])
{
    af_error error = AF_ERROR_INIT;
    OK(af_client_hwid((af_client *)client, out, 80, NULL, &error));
}

int main(void)
{
    char below[65] = "", own[80], sent[80];
    af_client *usual = client_with_override(NULL);
    id_of(usual, own);
    bool found = hwid_below_wine(APP_ID, below);
    CHECK(!found || is_wine());
#ifdef _WIN32
    /* printf '%s' 'authforge-hwid-v2|app|0123456789abcdef0123456789abcdef' | sha256sum */
    char known[65];
    CHECK(hwid_of("app", "0123456789abcdef0123456789abcdef", known));
    CHECK_TEXT(known, "49a70004a3d07ca3720ded94c52442dd8ffa2c00ad5497211ae57af556270f00");
    CHECK(!is_wine() || found == is_there("Z:\\etc\\machine-id"));
#endif
    if (found) {
        af_client *client = client_with_override(below);
        id_of(client, sent);
        CHECK_TEXT(sent, below);
        CHECK(strcmp(sent, own) != 0);
        log_in(client);
        char *json = requests("validate", 1);
        CHECK_HAS(json, below);
        free(json);
        af_client_free(client);
    }
    af_client_free(usual);
    return 0;
}
