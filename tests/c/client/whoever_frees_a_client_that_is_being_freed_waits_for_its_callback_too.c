/* Whoever frees a client that is being freed waits for its callback too. */

#include "../harness.h"

enum { FREERS = 3 };

static struct counter entered = COUNTER_INIT, go_on = COUNTER_INIT, freeing = COUNTER_INIT,
                      freed = COUNTER_INIT;
static bool over;

static void on_event(af_client *client, const af_event *event, void *user_data)
{
    (void)client, (void)event, (void)user_data;
    count_up(&entered);
    CHECK(count_reaches(&go_on, 1, PATIENCE));
    over = true;
}

static void *free_it(void *client)
{
    count_up(&freeing);
    af_client_free(client);
    CHECK(over);
    count_up(&freed);
    return NULL;
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    pthread_t freers[FREERS];
    af_client *client = test_client();
    OK(af_client_set_event_callback(client, on_event, NULL, NULL, &error));
    log_in(client);
    CHECK(count_reaches(&entered, 1, PATIENCE));
    for (int i = 0; i < FREERS; i++)
        freers[i] = start_thread(free_it, client);
    CHECK(count_reaches(&freeing, FREERS, PATIENCE));
    /* Nothing tells when they wait; one that does not is seen within this time. */
    CHECK(!count_reaches(&freed, 1, 1));
    count_up(&go_on);
    CHECK(count_reaches(&freed, FREERS, PATIENCE));
    for (int i = 0; i < FREERS; i++)
        CHECK_EQ(pthread_join(freers[i], NULL), 0);
    return 0;
}
