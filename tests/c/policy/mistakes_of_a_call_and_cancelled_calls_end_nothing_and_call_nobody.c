/* Mistakes of a call and cancelled calls end nothing and call nobody. */

#include "../harness.h"

int main(void)
{
    static struct recorder recorder = RECORDER_INIT;
    for (int listening = 0; listening < 2; listening++) {
        af_error error = AF_ERROR_INIT;
        struct login login;
        af_config *config = test_config();
        OK(af_config_set_failure_policy(config, AF_FAILURE_POLICY_EXIT_STRICT, &error));
        af_client *client = client_of(config);
        if (listening)
            OK(af_client_set_failure_callback(client, record_failure, &recorder, NULL, &error));
        CHECK_STATUS(af_login(client, NULL, NULL, &error), AF_STATUS_INVALID_ARGUMENT);
        CHECK_STATUS(af_login(client, "", NULL, &error), AF_STATUS_MISSING_LICENSE_KEY);
        CHECK_STATUS(af_login(client, "\xff", NULL, &error), AF_STATUS_INVALID_UTF8);
        CHECK_STATUS(af_login_start(client, "", NULL, &error), AF_STATUS_MISSING_LICENSE_KEY);

        add_fault("{\"fault\":\"hang\",\"count\":1}");
        begin_login(&login, client);
        request_count("validate", listening + 1);
        OK(af_logout(client, &error));
        CHECK_STATUS(end_login(&login), AF_STATUS_CANCELLED);
        af_client_free(client);
        CHECK_STATUS(af_login(client, KEY, NULL, &error), AF_STATUS_INVALID_HANDLE);
    }
    CHECK_EQ(recorder.count, 0);
    return 0;
}
