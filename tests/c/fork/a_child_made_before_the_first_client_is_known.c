/* A child made before the first client is known. */
/* where: not windows, because there is no fork */

#include "../harness.h"

static volatile bool stop;

static void *make_configs(void *unused)
{
    (void)unused;
    while (!stop)
        af_config_free(af_config_new(APP_ID, APP_SECRET, PUBLIC_KEY, "SERVER"));
    return NULL;
}

int main(void)
{
    enum { MAKERS = 2 };
    /* Each takes its time under valgrind. */
    const int children = PATIENCE > 30 ? 20 : 1000;
    af_error error = AF_ERROR_INIT;
    pthread_t makers[MAKERS];
    af_config *config = test_config();
    /* So that no thread is among them that the library started. */
    for (int i = 0; i < MAKERS; i++)
        makers[i] = start_thread(make_configs, NULL);
    for (int i = 0; i < children; i++) {
        struct child child;
        if (fork_child(&child)) {
            /* Ends it, should it hang. */
            alarm((unsigned)PATIENCE);
            CHECK_STATUS(af_config_set_ttl_seconds(config, 0, &error), AF_STATUS_FORKED);
            af_config_free(config);
            af_config *own = af_config_new(APP_ID, APP_SECRET, PUBLIC_KEY, "SERVER");
            CHECK(own != NULL);
            af_config_free(own);
            child_passed(&child);
        }
        join_child(&child);
    }
    stop = true;
    for (int i = 0; i < MAKERS; i++)
        CHECK_EQ(pthread_join(makers[i], NULL), 0);
    OK(af_config_set_ttl_seconds(config, 0, &error));
    af_config_free(config);
    return 0;
}
