/* A wakeup callback is refused where nothing is pumped. */

#include "../harness.h"

static struct counter releases = COUNTER_INIT;

static void never(af_client *client, void *user_data)
{
    (void)client, (void)user_data;
    FAIL("%s", "it was called");
}

static void on_release(void *user_data)
{
    count_up(user_data);
}

int main(void)
{
    void *list[BAD_HANDLES];
    af_error error = AF_ERROR_INIT;
    af_config *config = test_config();
    af_client *client = test_client(), *freed = pump_client();
    REFUSED(af_client_set_wakeup_callback(client, never, &releases, on_release, &error),
            AF_STATUS_INVALID_ARGUMENT, "AF_DISPATCH_PUMP");
    CHECK_EQ(count_of(&releases), 1);
    log_in(client);
    /* There is nothing to remove, which is no mistake. */
    OK(af_client_set_wakeup_callback(client, NULL, &releases, on_release, &error));
    CHECK_EQ(count_of(&releases), 2);
    af_client_free(client);
    af_client_free(freed);
    bad_handles(list, freed, config, client);
    for (int i = 0; i < BAD_HANDLES; i++) {
        CHECK_STATUS(af_client_set_wakeup_callback(list[i], never, &releases, on_release, &error),
                     AF_STATUS_INVALID_HANDLE);
        CHECK_EQ(count_of(&releases), 3 + i);
    }
    af_config_free(config);
    return 0;
}
