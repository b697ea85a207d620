/* A failure while its callback is removed is told or ends the process. */
/* where: not qemu, because it starts itself, which qemu does not do for it */
/* takes: 5 s */
/* valgrind: no, many processes, each with its own report */

#include "../harness.h"

enum { ROUNDS = 150, TOLD = 40 };

static struct counter told = COUNTER_INIT, start = COUNTER_INIT;

static void on_failure(af_client *client, af_reason reason, const af_error *error, void *user_data)
{
    (void)client, (void)reason, (void)error, (void)user_data;
    count_up(&told);
}

struct removal {
    af_client *client;
    long turns;
};

static void *remove_callback(void *argument)
{
    struct removal *removal = argument;
    CHECK(count_reaches(&start, 1, PATIENCE));
    /* A little later each time, so that it meets the failure wherever that is. */
    for (volatile long turn = 0; turn < removal->turns; turn++) {
    }
    CHECK_STATUS(af_client_set_failure_callback(removal->client, NULL, NULL, NULL, NULL), AF_STATUS_OK);
    return NULL;
}

static int fail(int round)
{
    af_error error = AF_ERROR_INIT;
    af_config *config = test_config();
    OK(af_config_set_failure_policy(config, AF_FAILURE_POLICY_EXIT, &error));
    struct removal removal = { client_of(config), round * 20000L };
    OK(af_client_set_failure_callback(removal.client, on_failure, NULL, NULL, &error));
    pthread_t remover = start_thread(remove_callback, &removal);
    count_up(&start);
    CHECK_STATUS(af_login(removal.client, "ABCD-EFGH-JKLM-NPQR", NULL, &error), AF_STATUS_INVALID_KEY);
    CHECK_EQ(pthread_join(remover, NULL), 0);
    /* A removed callback never runs again: it was told by now, or not at all. */
    _exit(count_of(&told) == 1 ? TOLD : CHECK_FAILED);
}

int main(int count, char **arguments)
{
    int ended = 0;
    if (count > 1)
        return fail(atoi(arguments[1]));
    for (int round = 0; round < ROUNDS; round++) {
        int status;
        char word[16];
        snprintf(word, sizeof word, "%d", round);
        free(said_again(arguments, word, &status));
        if (status != TOLD && status != 1)
            FAIL("round %d ended with %d", round, status);
        ended += status == 1;
    }
    CHECK(ended > 0);
    return 0;
}
