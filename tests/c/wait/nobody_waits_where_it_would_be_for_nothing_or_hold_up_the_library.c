/* Nobody waits where it would be for nothing or hold up the library. */
/* where: not qemu, because a child that is made beside threads ends in an assertion of qemu */

#include "../harness.h"

static struct counter in_event = COUNTER_INIT, in_log = COUNTER_INIT;
static af_client *pumped;

static void on_event(af_client *client, const af_event *event, void *user_data)
{
    (void)client, (void)event, (void)user_data;
    CHECK(!af_client_wait(pumped, UINT32_MAX));
    count_up(&in_event);
}

static void on_log(af_log_level level, const char *text, size_t length, void *user_data)
{
    (void)level, (void)text, (void)length, (void)user_data;
    CHECK(!af_client_wait(pumped, UINT32_MAX));
    count_up(&in_log);
}

/* News of the parent's are none of its child's. */
static void wait_in_a_child(void)
{
#if HAS_FORK
    struct child child;
    af_event event = AF_EVENT_INIT;
    if (fork_child(&child)) {
        CHECK(!af_client_wait(pumped, UINT32_MAX));
        af_client *own = pump_client();
        log_in(own);
        CHECK(af_client_wait(own, UINT32_MAX) && af_client_poll(own, &event));
        child_passed(&child);
    }
    join_child(&child);
#endif
}

int main(void)
{
    void *bad[BAD_HANDLES];
    af_error error = AF_ERROR_INIT;
    af_client *background = test_client(), *freed = pump_client();
    af_config *config = test_config();
    pumped = pump_client();
    CHECK(!af_client_wait(background, UINT32_MAX));
    OK(af_client_set_event_callback(background, on_event, NULL, NULL, &error));
    log_in(background);
    CHECK(count_reaches(&in_event, 1, PATIENCE));
    CHECK(!af_client_wait(background, UINT32_MAX));

    OK(af_set_log_callback(AF_LOG_LEVEL_DEBUG, on_log, NULL, NULL, &error));
    log_in(pumped);
    OK(af_set_log_callback(AF_LOG_LEVEL_OFF, NULL, NULL, NULL, &error));
    CHECK(count_of(&in_log) > 0);

    af_client_free(freed);
    bad_handles(bad, freed, config, NULL);
    for (int i = 0; i < BAD_HANDLES; i++)
        CHECK(!af_client_wait(bad[i], UINT32_MAX));

    wait_in_a_child();
    CHECK(af_client_wait(pumped, UINT32_MAX));
    af_client_free(pumped);
    af_client_free(background);
    af_config_free(config);
    return 0;
}
