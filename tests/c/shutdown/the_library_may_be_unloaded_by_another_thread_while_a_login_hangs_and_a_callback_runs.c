/* The library may be unloaded by another thread while a login hangs and a callback runs. */
/* loads: it is unloaded */

#include "../harness.h"
#include "../harness/loaded.h"

static struct counter inside = COUNTER_INIT, may_return = COUNTER_INIT, ended = COUNTER_INIT;

static void on_event(af_client *client, const af_event *event, void *user_data)
{
    (void)client, (void)user_data;
    count_up(&inside);
    count_reaches(&may_return, 1, PATIENCE);
    if (event->kind == AF_EVENT_KIND_REQUEST_FINISHED)
        count_up(&ended);
}

static void *unload(void *library)
{
    CHECK(unload_library(library));
    return NULL;
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    const char *path = setting("AF_TEST_LIBRARY");
    struct loaded loaded = functions_of(load_library(path));
    af_client *client = loaded_client(&loaded);
    OK(loaded.set_event_callback(client, on_event, NULL, NULL, &error));
    OK(loaded.login(client, KEY, NULL, &error));
    CHECK(count_reaches(&inside, 1, PATIENCE));
    add_fault("{\"fault\":\"hang\",\"endpoint\":\"validate\",\"count\":1}");
    OK(loaded.login_start(client, KEY, NULL, &error));
    free(requests("validate", 2));
    CHECK_EQ(pthread_join(start_thread(unload, loaded.library), NULL), 0);
    /* Its threads go on where they were. */
    count_up(&may_return);
    clear_faults();

    loaded = functions_of(load_library(path));
    CHECK(loaded.is_authenticated(client));
    loaded.client_free(client);
    CHECK(count_reaches(&ended, 1, PATIENCE));
    OK(loaded.shut_down(5000, &error));
    CHECK(unload_library(loaded.library));
    return 0;
}
