/* Whoever reads while many write finds a whole file. */

#include "../harness.h"

enum { WRITERS = 4, ROUNDS = 40 };

static struct counter done = COUNTER_INIT, written = COUNTER_INIT;
static char texts[WRITERS][4096];
static af_activation_request_options options[WRITERS];
static af_client *client;

static void *write_often(void *argument)
{
    int own = *(int *)argument;
    af_error error = AF_ERROR_INIT;
    for (int round = 0; round < ROUNDS; round++) {
        char path[80];
        OK(af_write_activation_request(client, &options[own], "shared", &error));
        count_up(&written);
        /* All of them make the same folders at the same time. */
        snprintf(path, sizeof path, "round %d/a/b/%d", round, own);
        OK(af_write_activation_request(client, &options[own], path, &error));
    }
    count_up(&done);
    count_up(&written);
    return NULL;
}

static bool is_whole(const char *text)
{
    for (int i = 0; i < WRITERS; i++) {
        if (strcmp(text, texts[i]) == 0)
            return true;
    }
    return false;
}

int main(void)
{
    /* Of unlike lengths, so that a mixture of two would show. */
    const char *const names[WRITERS] = { "", "one", "a longer name",
                                         "a name so long that its text has one line more" };
    af_error error = AF_ERROR_INIT;
    pthread_t threads[WRITERS];
    int numbers[WRITERS];
    client = test_client();
    enter_folder();
    put("shared", "");
    for (int i = 0; i < WRITERS; i++) {
        const af_activation_request_options defaults = AF_ACTIVATION_REQUEST_OPTIONS_INIT;
        options[i] = defaults;
        options[i].created_at = "2026-04-20T00:00:00.000Z";
        options[i].os = names[i];
        OK(af_create_activation_request(client, &options[i], texts[i], sizeof texts[i], NULL, &error));
    }
    OK(af_write_activation_request(client, &options[0], "shared", &error));
    for (int i = 0; i < WRITERS; i++) {
        numbers[i] = i;
        threads[i] = start_thread(write_often, &numbers[i]);
    }
    for (long seen; seen = count_of(&written), count_of(&done) < WRITERS;) {
        FILE *file = fopen("shared", "rb");
        /* While another takes its place Windows lets nobody open it; but it is there. */
        if (!file && !HAS_MODES && errno == EACCES)
            continue;
        if (!file)
            FAIL("cannot be read: %s", strerror(errno));
        char text[4096];
        text[fread(text, 1, sizeof text - 1, file)] = '\0';
        fclose(file);
        if (!is_whole(text))
            FAIL("not whole: %s", text);
        /* Where nothing takes the place of a file that is read, nobody could write beside somebody who does nothing else. */
        CHECK(count_reaches(&written, seen + 1, PATIENCE));
    }
    for (int i = 0; i < WRITERS; i++)
        pthread_join(threads[i], NULL);
    CHECK_TEXT(names_in("round 0/a/b"), "0 1 2 3");
    CHECK(strstr(names_in("."), ".tmp") == NULL);
    leave_folder();
    af_client_free(client);
    return 0;
}
