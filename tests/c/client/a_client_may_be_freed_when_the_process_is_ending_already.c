/* A client may be freed when the process is ending already. */
/* expect: status 7 */

#include "../harness.h"
#include "../harness/at_the_end.h"

/* As the destructor of a static object does: in a library, when the process has begun to end. On Windows all other threads
 * are dead then, wherever they were: also the one that runs the callback. */

static af_client *client;
static af_session *session;
static struct counter inside = COUNTER_INIT, may_return = COUNTER_INIT;

static void on_event(af_client *told, const af_event *event, void *user_data)
{
    (void)told, (void)event, (void)user_data;
    count_up(&inside);
    count_reaches(&may_return, 1, PATIENCE);
}

static void use_all(void)
{
    af_error error = AF_ERROR_INIT;
    long begun = now_ms();
#ifndef _WIN32
    /* Elsewhere its thread goes on until the very end. */
    count_up(&may_return);
#endif
    af_logout(client, &error);
    af_client_set_event_callback(client, NULL, NULL, NULL, &error);
    af_client_pump(client);
    af_client_free(client);
    af_session_free(session);
    af_shutdown(1000, &error);
    CHECK_BELOW(now_ms() - begun, 10000);
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    client = test_client();
    add_fault("{\"fault\":\"hang\",\"endpoint\":\"heartbeat\",\"count\":1000}");
    OK(af_client_set_event_callback(client, on_event, NULL, NULL, &error));
    OK(af_login(client, KEY, &session, &error));
    CHECK(count_reaches(&inside, 1, PATIENCE));
    add_fault("{\"fault\":\"hang\",\"endpoint\":\"validate\",\"count\":1000}");
    OK(af_login_start(client, KEY, NULL, &error));
    free(requests("validate", 2));
    call_at_the_end(use_all);
    return 7;
}
