/* One thread may free what others are using. */

#include "../harness.h"

enum { THREADS = 4, ROUNDS = 300 };

/* Set before `ready` is counted up, and not again before all have counted `used`. */
static struct counter ready = COUNTER_INIT, used = COUNTER_INIT;
static af_config *config;
static af_client *client;
static af_session *session;

static void *use(void *argument)
{
    (void)argument;
    for (int round = 1; round <= ROUNDS; round++) {
        char text[128];
        af_session *copy = NULL;
        af_error error = AF_ERROR_INIT;
        CHECK(count_reaches(&ready, round, PATIENCE));
        for (int i = 0; i < 20; i++) {
            af_status status = af_client_hwid(client, text, sizeof text, NULL, &error);
            CHECK(status == AF_STATUS_OK || status == AF_STATUS_INVALID_HANDLE);
            status = af_login(client, "", NULL, NULL);
            CHECK(status == AF_STATUS_MISSING_LICENSE_KEY || status == AF_STATUS_INVALID_HANDLE);
            status = af_config_set_ca_file(config, NULL, NULL);
            CHECK(status == AF_STATUS_OK || status == AF_STATUS_INVALID_HANDLE);
            status = af_session_clone(session, &copy, NULL);
            CHECK(status == AF_STATUS_OK || status == AF_STATUS_INVALID_HANDLE);
            if (status == AF_STATUS_OK) {
                CHECK_TEXT(af_session_variable_string(copy, AF_SCOPE_LICENSE, "tier", "none"), "pro");
                af_session_free(copy);
            }
            status = af_login_from_file(client, "missing", NULL, NULL);
            CHECK(status == AF_STATUS_READ_ERROR || status == AF_STATUS_INVALID_HANDLE ||
                  status == AF_STATUS_CANCELLED);
            status = af_self_ban(client, NULL, NULL);
            CHECK(status == AF_STATUS_MISSING_LICENSE_KEY || status == AF_STATUS_INVALID_HANDLE);
            status = af_create_activation_request(client, NULL, text, 1, NULL, NULL);
            CHECK(status == AF_STATUS_BUFFER_TOO_SMALL || status == AF_STATUS_INVALID_HANDLE);
            CHECK(!af_is_authenticated(client));
            af_client_pump(client);
        }
        count_up(&used);
    }
    return NULL;
}

int main(void)
{
    pthread_t threads[THREADS];
    af_error error = AF_ERROR_INIT;
    af_client *source = test_client();
    af_session *first = NULL;
    OK(af_validate(source, KEY, &first, &error));
    for (int i = 0; i < THREADS; i++)
        threads[i] = start_thread(use, NULL);
    for (int round = 1; round <= ROUNDS; round++) {
        client = pump_client();
        config = test_config();
        OK(af_session_clone(first, &session, &error));
        count_up(&ready);
        sched_yield();
        af_session_free(session);
        af_client_free(client);
        af_config_free(config);
        CHECK(count_reaches(&used, (long)round * THREADS, PATIENCE));
    }
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    af_session_free(first);
    af_client_free(source);
    return 0;
}
