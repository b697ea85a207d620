/* Freeing a handle again does nothing, also when its place was given to another. */

#include "../harness.h"

int main(void)
{
    enum { ROUNDS = 500 };
    static af_config *old_config[ROUNDS];
    static af_client *old_client[ROUNDS];
    static af_session *old_session[ROUNDS];
    af_error error = AF_ERROR_INIT;
    af_client *source = test_client();
    af_session *first = NULL;
    OK(af_validate(source, KEY, &first, &error));

    for (int i = 0; i < ROUNDS; i++) {
        old_config[i] = test_config();
        OK(af_client_new(old_config[i], &old_client[i], &error));
        OK(af_session_clone(first, &old_session[i], &error));
        /* All that were freed before, so that one of them would hit a new one if it could. */
        for (int j = 0; j < i; j += 7) {
            af_config_free(old_config[j]);
            af_client_free(old_client[j]);
            af_session_free(old_session[j]);
        }
        OK(af_config_set_ttl_seconds(old_config[i], 1, &error));
        OK(af_logout(old_client[i], &error));
        CHECK_EQ(af_session_get_kind(old_session[i]), AF_SESSION_KIND_ONLINE);
        af_config_free(old_config[i]);
        af_client_free(old_client[i]);
        af_session_free(old_session[i]);
    }
    CHECK_EQ(af_session_get_kind(first), AF_SESSION_KIND_ONLINE);
    af_session_free(first);
    af_client_free(source);
    return 0;
}
