/* Shutdowns at a time leave callbacks a thread. */
/* takes: 8 s */

#include "../harness.h"

enum { THREADS = 6, ROUNDS = 1500 };

static struct counter told = COUNTER_INIT;

static void on_failure(af_client *client, af_reason reason, const af_error *error, void *user_data)
{
    (void)client, (void)reason, (void)error, (void)user_data;
    count_up(&told);
}

static void *shut_down(void *unused)
{
    for (int round = 0; round < ROUNDS; round++)
        af_shutdown(1000, NULL);
    return unused;
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    pthread_t threads[THREADS];
    af_client *client = test_client();
    OK(af_client_set_failure_callback(client, on_failure, NULL, NULL, &error));
    for (int i = 0; i < THREADS; i++)
        threads[i] = start_thread(shut_down, NULL);
    for (int i = 0; i < ROUNDS; i++)
        CHECK(af_login_from_file(client, "no such file", NULL, &error) != AF_STATUS_OK);
    for (int i = 0; i < THREADS; i++)
        CHECK_EQ(pthread_join(threads[i], NULL), 0);
    long before = count_of(&told);
    CHECK(af_login_from_file(client, "no such file", NULL, &error) != AF_STATUS_OK);
    CHECK(count_reaches(&told, before + 1, PATIENCE));
    af_client_free(client);
    return 0;
}
