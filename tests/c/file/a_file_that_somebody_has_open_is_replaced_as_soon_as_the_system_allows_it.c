/* A file that somebody has open is replaced as soon as the system allows it. */

#include "../harness.h"

#ifdef _WIN32

/* As an editor, a virus scanner or an indexer does: nobody else may change it. */
static void *open_and_hold(const char *path)
{
    HANDLE held = CreateFileA(path, GENERIC_READ, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
    CHECK(held != INVALID_HANDLE_VALUE);
    return held;
}

/* Or mapped into memory. */
static void *map_and_hold(const char *path)
{
    HANDLE held = open_and_hold(path);
    HANDLE mapping = CreateFileMappingA(held, NULL, PAGE_READONLY, 0, 0, NULL);
    CHECK(mapping != NULL);
    CloseHandle(held);
    void *view = MapViewOfFile(mapping, FILE_MAP_READ, 0, 0, 0);
    CHECK(view != NULL);
    CloseHandle(mapping);
    return view;
}

static void let_go(void *held)
{
    CloseHandle(held);
}

static const bool allows_it = false;

#else

static void *open_and_hold(const char *path)
{
    FILE *held = fopen(path, "r");
    CHECK(held != NULL);
    return held;
}

static void let_go(void *held)
{
    fclose(held);
}

static const bool allows_it = true;

#endif

static const char *const held = "another program holds it open";

/* Something is being written beside it. */
static bool has_begun(void)
{
    return strstr(names_in("."), ".authforge-") != NULL;
}

static void *write_request(void *argument)
{
    static af_error error = AF_ERROR_INIT;
    OK(af_write_activation_request(argument, NULL, "request", &error));
    return NULL;
}

/* For good: bounded, with the reason, and what was there stays. */
static void check_given_up(af_client *client)
{
    af_error error = AF_ERROR_INIT;
    long begun = now_ms();
    REFUSED(af_write_activation_request(client, NULL, "request", &error), AF_STATUS_FILE_WRITE_FAILED, held);
    CHECK(now_ms() - begun >= 1900);
    CHECK_BELOW(now_ms() - begun, PATIENCE * 1000L);
    REFUSED(af_activate_offline(client, LASTING_KEY, "request", NULL, &error), AF_STATUS_FILE_WRITE_FAILED,
            held);
    CHECK_FILE("request", "old");
    CHECK_TEXT(names_in("."), "request");
    CHECK_EQ(request_total(), 0);
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_client *client = test_client();
    enter_folder();
    put("request", "old");
    void *reader = open_and_hold("request");
    if (allows_it) {
        OK(af_write_activation_request(client, NULL, "request", &error));
        let_go(reader);
    } else {
        check_given_up(client);
        pthread_t writer = start_thread(write_request, client);
        CHECK_SOON(has_begun());
        let_go(reader);
        CHECK_EQ(pthread_join(writer, NULL), 0);
    }
    char *text = contents_of("request");
    CHECK_HAS(text, "AUTHFORGE");
    free(text);
#ifdef _WIN32
    put("request", "old");
    void *view = map_and_hold("request");
    if (af_write_activation_request(client, NULL, "request", &error) != AF_STATUS_OK)
        CHECK_HAS(error.message, held);
    CHECK(UnmapViewOfFile(view));
    OK(af_write_activation_request(client, NULL, "request", &error));
#endif
    CHECK_TEXT(names_in("."), "request");
    leave_folder();
    af_client_free(client);
    return 0;
}
