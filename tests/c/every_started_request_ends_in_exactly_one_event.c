/* Every started request ends in exactly one event. */

#include "harness.h"

enum { MANY = 12 };

static void check(struct ears *ears, const af_request *open, int count, af_status expected)
{
    for (int i = 0; i < count; i++) {
        int seen = 0;
        for (int j = 0; j < ears->count; j++) {
            if (ears->heard[j].request == open[i]) {
                CHECK_INT(ears->heard[j].kind, AF_EVENT_KIND_REQUEST_FINISHED);
                CHECK_STATUS(ears->heard[j].status, expected);
                CHECK(ears->heard[j].has_session == (expected == AF_STATUS_OK));
                seen++;
            }
        }
        CHECK_INT(seen, 1);
        for (int j = 0; j < i; j++)
            CHECK(open[i] != 0 && open[i] != open[j]);
    }
}

int main(void)
{
    enum { ANSWER, LOGOUT, FREE, SHUTDOWN, WAYS };
    static struct ears all[WAYS] = { EARS_INIT, EARS_INIT, EARS_INIT, EARS_INIT };
    static af_request open[WAYS * MANY];
    af_error error = AF_ERROR_INIT;
    for (int way = 0; way < WAYS; way++) {
        struct ears *ears = &all[way];
        af_client *client = test_client();
        af_request *own = open + way * MANY;
        listen_to(ears, client);
        if (way == LOGOUT)
            add_fault("{\"fault\":\"hang\"}");
        for (int i = 0; i < MANY; i++)
            OK((i % 2 ? af_validate_start : af_login_start)(client, KEY, &own[i], &error));
        if (way == ANSWER)
            wait_to_hear(ears, AF_EVENT_KIND_REQUEST_FINISHED, MANY);
        else if (way == LOGOUT)
            log_out(client);
        else if (way == SHUTDOWN)
            OK(af_shutdown(5000, &error));
        af_client_free(client);
        check(ears, own, MANY, way == ANSWER ? AF_STATUS_OK : AF_STATUS_CANCELLED);
        CHECK_INT(heard_count(ears, AF_EVENT_KIND_FAILURE), 0);
    }
    /* Numbers are never used again. */
    for (int i = 0; i < WAYS * MANY; i++)
        for (int j = 0; j < i; j++)
            CHECK(open[i] != open[j]);
    return 0;
}
