/* Blocking calls inside a callback on a library thread answer that they would deadlock. */

#include "../harness.h"

static struct counter tried = COUNTER_INIT, logged = COUNTER_INIT;
static pthread_t host;
static char *file;

static void try_all(af_client *client)
{
    af_error error = AF_ERROR_INIT;
    CHECK(!pthread_equal(pthread_self(), host));
    REFUSED(af_validate(client, KEY, NULL, &error), AF_STATUS_WOULD_DEADLOCK, "af_validate_start");
    REFUSED(af_activate_offline(client, LASTING_KEY, NULL, NULL, &error), AF_STATUS_WOULD_DEADLOCK,
            "af_activate_offline_start");
    REFUSED(af_client_heartbeat(client, NULL, &error), AF_STATUS_WOULD_DEADLOCK, "af_client_heartbeat_start");
    REFUSED(af_self_ban(client, NULL, &error), AF_STATUS_WOULD_DEADLOCK, "af_self_ban_start");
    REFUSED(af_shutdown(1000, &error), AF_STATUS_WOULD_DEADLOCK, "af_shutdown");
    /* The disk keeps nobody waiting. */
    OK(af_verify_license_file(client, file, NULL, &error));
    OK(af_write_activation_request(client, NULL, "request", &error));
    count_up(&tried);
}

static void on_event(af_client *client, const af_event *event, void *user_data)
{
    (void)event, (void)user_data;
    try_all(client);
}

static void on_failure(af_client *client, af_reason reason, const af_error *error, void *user_data)
{
    (void)reason, (void)error, (void)user_data;
    try_all(client);
}

static void on_log(af_log_level level, const char *text, size_t length, void *user_data)
{
    (void)level, (void)text, (void)length;
    CHECK_STATUS(af_login(user_data, KEY, NULL, NULL), AF_STATUS_WOULD_DEADLOCK);
    CHECK_STATUS(af_validate(user_data, KEY, NULL, NULL), AF_STATUS_WOULD_DEADLOCK);
    CHECK_STATUS(af_login_from_file(user_data, file, NULL, NULL), AF_STATUS_WOULD_DEADLOCK);
    CHECK_STATUS(af_verify_license_file(user_data, file, NULL, NULL), AF_STATUS_WOULD_DEADLOCK);
    CHECK_STATUS(af_activate_offline(user_data, LASTING_KEY, NULL, NULL, NULL), AF_STATUS_WOULD_DEADLOCK);
    CHECK_STATUS(af_client_heartbeat(user_data, NULL, NULL), AF_STATUS_WOULD_DEADLOCK);
    CHECK_STATUS(af_self_ban(user_data, NULL, NULL), AF_STATUS_WOULD_DEADLOCK);
    CHECK_STATUS(af_write_activation_request(user_data, NULL, "logged", NULL), AF_STATUS_WOULD_DEADLOCK);
    CHECK_STATUS(af_shutdown(1000, NULL), AF_STATUS_WOULD_DEADLOCK);
    count_up(&logged);
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    host = pthread_self();
    file = mint_for_any(NULL);
    enter_folder();
    af_client *client = test_client();
    OK(af_client_set_event_callback(client, on_event, NULL, NULL, &error));
    OK(af_client_set_failure_callback(client, on_failure, NULL, NULL, &error));
    log_in(client);
    CHECK(count_reaches(&tried, 1, PATIENCE));
    CHECK_STATUS(af_login(client, "NO-SUCH-KEY", NULL, &error), AF_STATUS_INVALID_KEY);
    CHECK(count_reaches(&tried, 2, PATIENCE));
    /* A log callback may not block on any thread. */
    OK(af_set_log_callback(AF_LOG_LEVEL_DEBUG, on_log, client, NULL, &error));
    OK(af_validate(client, KEY, NULL, &error));
    OK(af_set_log_callback(AF_LOG_LEVEL_OFF, NULL, NULL, NULL, &error));
    CHECK(count_of(&logged) > 0);
    af_client_free(client);
    CHECK_EQ(request_count("offline_activate", 0) + request_count("self_ban", 0), 0);
    CHECK_TEXT(names_in("."), "request");
    leave_folder();
    free(file);
    return 0;
}
