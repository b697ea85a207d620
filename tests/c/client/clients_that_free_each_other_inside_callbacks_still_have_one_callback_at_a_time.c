/* Clients that free each other inside callbacks still have one callback at a time. */

#include "../harness.h"

/* Two callbacks and two requests that hang: as many threads as there are. */
enum { OPEN = 1 };

struct side {
    pthread_mutex_t lock;
    af_client *client;
    struct side *other;
    /* Calls that run, all on one thread. */
    int inside;
    pthread_t thread;
    struct counter *met;
    struct counter freed;
    struct counter ends;
};

static void enter(struct side *side)
{
    pthread_mutex_lock(&side->lock);
    if (side->inside++ > 0 && !pthread_equal(side->thread, pthread_self()))
        FAIL("two callbacks of one client at a time");
    side->thread = pthread_self();
    pthread_mutex_unlock(&side->lock);
}

static void leave(struct side *side)
{
    pthread_mutex_lock(&side->lock);
    side->inside--;
    pthread_mutex_unlock(&side->lock);
}

static void on_event(af_client *client, const af_event *event, void *user_data)
{
    struct side *side = user_data;
    (void)client;
    enter(side);
    if (event->kind == AF_EVENT_KIND_LOGGED_IN) {
        count_up(side->met);
        CHECK(count_reaches(side->met, 2, PATIENCE));
        af_client_free(side->other->client);
        count_up(&side->freed);
    } else {
        CHECK_EQ(event->kind, AF_EVENT_KIND_REQUEST_FINISHED);
        CHECK_STATUS(event->status, AF_STATUS_CANCELLED);
        count_up(&side->ends);
    }
    leave(side);
}

static void begin(struct side *side, struct side *other, struct counter *met)
{
    const struct counter zero = COUNTER_INIT;
    af_error error = AF_ERROR_INIT;
    pthread_mutex_init(&side->lock, NULL);
    side->client = test_client();
    side->other = other;
    side->inside = 0;
    side->met = met;
    side->freed = side->ends = zero;
    OK(af_client_set_event_callback(side->client, on_event, side, NULL, &error));
    for (int i = 0; i < OPEN; i++)
        OK(af_validate_start(side->client, LASTING_KEY, NULL, &error));
}

int main(void)
{
    static struct side one, other;
    add_fault("{\"fault\":\"hang\",\"license_key\":\"" LASTING_KEY "\"}");
    for (int round = 0; round < 10; round++) {
        struct counter met = COUNTER_INIT;
        af_error error = AF_ERROR_INIT;
        begin(&one, &other, &met);
        begin(&other, &one, &met);
        log_in(one.client);
        log_in(other.client);
        CHECK(count_reaches(&one.freed, 1, PATIENCE) && count_reaches(&other.freed, 1, PATIENCE));
        /* Each request has its end all the same. */
        CHECK(count_reaches(&one.ends, OPEN, PATIENCE) && count_reaches(&other.ends, OPEN, PATIENCE));
        OK(af_shutdown(60000, &error));
        CHECK_EQ(count_of(&one.ends) + count_of(&other.ends), 2 * OPEN);
    }
    return 0;
}
