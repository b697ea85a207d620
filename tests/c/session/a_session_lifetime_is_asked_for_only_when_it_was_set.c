/* A session lifetime is asked for only when it was set. */

#include "../harness.h"

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_session *session = NULL;
    af_client *client = test_client();
    log_in(client);
    char *log = requests("validate", 1);
    CHECK_EQ(occurrences(log, "ttlSeconds"), 0);
    free(log);
    af_client_free(client);

    af_config *config = test_config();
    OK(af_config_set_ttl_seconds(config, 7200, &error));
    client = client_of(config);
    OK(af_login(client, KEY, &session, &error));
    log = requests("validate", 2);
    CHECK_EQ(occurrences(log, "\"ttlSeconds\":7200"), 1);
    free(log);
    int64_t left = af_session_expires_at(session) - (int64_t)time(NULL);
    CHECK(left > 7100 && left <= 7200);
    af_session_free(session);
    af_client_free(client);
    return 0;
}
