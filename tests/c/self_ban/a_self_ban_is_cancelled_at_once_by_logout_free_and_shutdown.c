/* A self-ban is cancelled at once by logout, free and shutdown. */

#include "../harness.h"

struct ban {
    af_client *client;
    af_status status;
};

static void *ban(void *argument)
{
    struct ban *ban = argument;
    af_self_ban_options options = AF_SELF_BAN_OPTIONS_INIT;
    options.license_key = KEY;
    ban->status = af_self_ban(ban->client, &options, NULL);
    return NULL;
}

static void shut_down(af_client *client)
{
    (void)client;
    CHECK_STATUS(af_shutdown(60000, NULL), AF_STATUS_OK);
}

int main(void)
{
    void (*const ways[])(af_client *) = { log_out, af_client_free, shut_down };
    add_fault("{\"fault\":\"hang\"}");
    for (int i = 0; i < (int)LENGTH(ways); i++) {
        static struct recorder recorder = RECORDER_INIT;
        struct ban first = { test_client(), AF_STATUS_OK };
        record_from(&recorder, first.client);
        pthread_t thread = start_thread(ban, &first);
        request_count("self_ban", i + 1);
        long begin = now_ms();
        ways[i](first.client);
        pthread_join(thread, NULL);
        /* Long before its timeout of 15 seconds. */
        CHECK_BELOW(now_ms() - begin, 7500);
        CHECK_STATUS(first.status, AF_STATUS_CANCELLED);
        af_client_free(first.client);
        CHECK_EQ(recorder.count, 0);
    }
    return 0;
}
