/* A free returns when the callbacks are over, whoever freed first. */

#include "../harness.h"

enum { ROUNDS = 300, REQUESTS = 4 };

static struct counter entered = COUNTER_INIT, go_on = COUNTER_INIT, returned = COUNTER_INIT;
static bool over;

/* Not by so many yields: beside busy processes each may take as long as they like. */
static void spend(long ms)
{
    for (long end = now_ms() + ms; now_ms() < end;)
        sched_yield();
}

/* Frees its own client before anybody else does, and goes on. */
static void frees_and_stays(af_client *client, const af_event *event, void *user_data)
{
    (void)event, (void)user_data;
    af_client_free(client);
    count_up(&entered);
    CHECK(count_reaches(&go_on, 1, PATIENCE));
    __atomic_store_n(&over, true, __ATOMIC_SEQ_CST);
}

static void *free_it(void *client)
{
    af_client_free(client);
    CHECK(__atomic_load_n(&over, __ATOMIC_SEQ_CST));
    count_up(&returned);
    return NULL;
}

/* What a host keeps for its callbacks, and takes away when the client is freed. */
struct belongings {
    int calls;
    bool taken;
};

static struct counter told = COUNTER_INIT;

static void frees_too(af_client *client, const af_event *event, void *user_data)
{
    struct belongings *belongings = user_data;
    (void)event;
    if (__atomic_add_fetch(&belongings->calls, 1, __ATOMIC_SEQ_CST) == 1) {
        count_up(&told);
        af_client_free(client);
        spend(1);
    }
    CHECK(!__atomic_load_n(&belongings->taken, __ATOMIC_SEQ_CST));
}

static void free_against_callback(int round)
{
    static struct belongings kept[ROUNDS];
    af_error error = AF_ERROR_INIT;
    af_client *client = test_client();
    OK(af_client_set_event_callback(client, frees_too, &kept[round], NULL, &error));
    /* The first of them may be told, and free the client, before the last is begun. */
    int started = 0;
    for (int i = 0; i < REQUESTS; i++)
        started += af_verify_license_file_start(client, "no such file", NULL, &error) == AF_STATUS_OK;
    CHECK(count_reaches(&told, round + 1, PATIENCE));
    /* From at once to after the callback. */
    for (volatile int i = 0; i < round % 40 * 20000; i++)
        ;
    af_client_free(client);
    __atomic_store_n(&kept[round].taken, true, __ATOMIC_SEQ_CST);
    /* Cancelled or done, each was told, and before the free returned. */
    CHECK_EQ(__atomic_load_n(&kept[round].calls, __ATOMIC_SEQ_CST), started);
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_client *client = test_client();
    OK(af_client_set_event_callback(client, frees_and_stays, NULL, NULL, &error));
    log_in(client);
    CHECK(count_reaches(&entered, 1, PATIENCE));
    pthread_t thread = start_thread(free_it, client);
    /* It cannot have returned, as it would be if it did not wait; nothing else can be seen of a wait. */
    spend(20);
    CHECK_EQ(count_of(&returned), 0);
    count_up(&go_on);
    CHECK_EQ(pthread_join(thread, NULL), 0);
    /* Fewer under valgrind, where each takes its time. */
    const int rounds = PATIENCE > 30 ? 10 : ROUNDS;
    for (int round = 0; round < rounds; round++)
        free_against_callback(round);
    return 0;
}
