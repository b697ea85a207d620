/* A trust list of two keys survives the rotation from one to the other. */

#include "../harness.h"

#define NEXT_SEED "TM0Imyj/ltqdtsNG7BFOD1uKMZ81q6Yk2oz27U+4pvs="
#define NEXT_KEY "PUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw="

static af_client *client_that_trusts(const char *keys)
{
    af_error error = AF_ERROR_INIT;
    af_config *config = af_config_new(APP_ID, APP_SECRET, keys, "LOCAL");
    OK(af_config_set_api_base_url(config, URL, &error));
    OK(af_config_set_failure_policy(config, AF_FAILURE_POLICY_CONTINUE, &error));
    return client_of(config);
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    char both[200];
    snprintf(both, sizeof both, "%s , %s", PUBLIC_KEY, NEXT_KEY);
    af_client *careful = client_that_trusts(both), *old = client_that_trusts(PUBLIC_KEY);
    log_in(careful);
    log_in(old);

    update_app("{\"signingKey\":{\"seed\":\"" NEXT_SEED "\",\"keyId\":\"next\"}}");
    af_session *session = NULL;
    OK(af_login(careful, KEY, &session, &error));
    CHECK_TEXT(af_session_key_id(session), "next");
    CHECK_STATUS(af_login(old, KEY, NULL, &error), AF_STATUS_SIGNATURE_MISMATCH);
    af_session_free(session);
    af_client_free(careful);
    af_client_free(old);
    return 0;
}
