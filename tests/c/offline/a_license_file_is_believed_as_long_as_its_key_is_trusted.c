/* A license file is believed as long as its key is trusted. */

#include "../harness.h"

#define NEXT_SEED "TM0Imyj/ltqdtsNG7BFOD1uKMZ81q6Yk2oz27U+4pvs="
#define NEXT_KEY "PUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw="

static af_client *client_that_trusts(const char *keys)
{
    af_error error = AF_ERROR_INIT;
    af_config *config = af_config_new(APP_ID, APP_SECRET, keys, "LOCAL");
    OK(af_config_set_api_base_url(config, URL, &error));
    return client_of(config);
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_session *session = NULL;
    char both[200];
    snprintf(both, sizeof both, "%s,%s", NEXT_KEY, PUBLIC_KEY);
    af_client *careful = client_that_trusts(both), *old = client_that_trusts(PUBLIC_KEY);
    af_client *young = client_that_trusts(NEXT_KEY);
    char *first = mint_for_any(NULL);
    OK(af_activate_offline(careful, LASTING_KEY, NULL, NULL, &error));
    update_app("{\"signingKey\":{\"seed\":\"" NEXT_SEED "\",\"keyId\":\"next\"}}");
    char *second = mint_for_any(NULL);

    OK(af_login_from_file(careful, first, &session, &error));
    CHECK_TEXT(af_session_key_id(session), "dev-1");
    af_session_free(session);
    OK(af_login_from_file(careful, second, &session, &error));
    CHECK_TEXT(af_session_key_id(session), "next");
    af_session_free(session);
    OK(af_login_from_file(old, first, NULL, &error));
    CHECK_STATUS(af_login_from_file(old, second, NULL, &error), AF_STATUS_BAD_SIGNATURE);
    OK(af_login_from_file(young, second, NULL, &error));
    CHECK_STATUS(af_login_from_file(young, first, NULL, &error), AF_STATUS_BAD_SIGNATURE);
    /* The service hands out again what this machine has, signed by the old key. */
    OK(af_activate_offline(careful, LASTING_KEY, NULL, &session, &error));
    CHECK(af_session_is_reissued(session));
    CHECK_TEXT(af_session_key_id(session), "dev-1");
    af_session_free(session);
    REFUSED(af_activate_offline(young, LASTING_KEY, NULL, NULL, &error), AF_STATUS_OFFLINE_FILE_REJECTED,
            "bad_signature");
    af_client *const all[] = { careful, old, young };
    for (size_t i = 0; i < LENGTH(all); i++)
        af_client_free(all[i]);
    free(first), free(second);
    return 0;
}
