/* A client is authenticated without a gap while it logs in again. */

#include "../harness.h"

static struct counter over = COUNTER_INIT;
static af_client *client;
static long gaps;

static void *watch(void *argument)
{
    (void)argument;
    while (count_of(&over) == 0) {
        for (int i = 0; i < 1000; i++)
            gaps += !af_is_authenticated(client);
        af_session *session = NULL;
        CHECK_STATUS(af_client_session(client, &session, NULL), AF_STATUS_OK);
        af_session_free(session);
    }
    return NULL;
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    char *file = mint_for_any(NULL);
    int rounds = PATIENCE > 30 ? 20 : 400;
    client = test_client();
    log_in(client);
    pthread_t watcher = start_thread(watch, NULL);
    for (int i = 0; i < rounds; i++) {
        log_in(client);
        OK(af_login_from_file(client, file, NULL, &error));
    }
    count_up(&over);
    CHECK_EQ(pthread_join(watcher, NULL), 0);
    CHECK_EQ(gaps, 0);
    af_client_free(client);
    free(file);
    return 0;
}
