/* A blocking call that was cancelled has written nothing. */

#include "../harness.h"

static struct counter over = COUNTER_INIT;

static void *log_out_again_and_again(void *client)
{
    while (count_of(&over) == 0)
        log_out(client);
    return NULL;
}

int main(void)
{
    enum { ROUNDS = 100 };
    int cancelled = 0;
    af_client *client = client_with_hwid("machine");
    enter_folder();
    pthread_t other = start_thread(log_out_again_and_again, client);
    for (int i = 0; i < ROUNDS; i++) {
        bool activate = i % 10 == 9;
        af_status status = activate ? af_activate_offline(client, LASTING_KEY, "file", NULL, NULL)
                                    : af_write_activation_request(client, NULL, "file", NULL);
        CHECK(status == AF_STATUS_OK || status == AF_STATUS_CANCELLED);
        cancelled += status == AF_STATUS_CANCELLED;
        CHECK_TEXT(names_in("."), status == AF_STATUS_OK ? "file" : "");
        if (status == AF_STATUS_OK)
            remove_all("file");
    }
    count_up(&over);
    CHECK_EQ(pthread_join(other, NULL), 0);
    CHECK(cancelled > 0);
    af_client_free(client);
    leave_folder();
    return 0;
}
