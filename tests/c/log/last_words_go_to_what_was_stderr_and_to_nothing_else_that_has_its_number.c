/* Last words go to what was stderr and to nothing else that has its number. */
/* where: not windows, because streams have no numbers there */

#include "../harness.h"

#include <sys/socket.h>

/* The process ends with its last words, when something else has number 2. */
static void end_with(int other)
{
    int ended = 0;
    pid_t process = fork();
    CHECK(process >= 0);
    if (process == 0) {
        close(2);
        if (dup(other) != 2)
            _exit(3);
        close(other);
        af_config *config = af_config_new(APP_ID, APP_SECRET, PUBLIC_KEY, "SERVER");
        af_client *client = NULL;
        af_config_set_api_base_url(config, URL, NULL);
        af_client_new(config, &client, NULL);
        af_login(client, "no-such-key", NULL, NULL);
        _exit(4);
    }
    CHECK_EQ(waitpid(process, &ended, 0), process);
    CHECK(WIFEXITED(ended));
    CHECK_EQ(WEXITSTATUS(ended), 1);
}

int main(void)
{
    const int modes[] = { O_RDWR, O_WRONLY, O_WRONLY | O_APPEND, O_RDWR | O_APPEND };
    char got[8];
    enter_folder();
    for (size_t i = 0; i < LENGTH(modes); i++) {
        put("save", "a saved game");
        int file = open("save", modes[i]);
        CHECK(file > 2);
        end_with(file);
        close(file);
        char *text = contents_of("save");
        CHECK_TEXT(text, "a saved game");
        free(text);
    }
    int ends[2];
    CHECK_EQ(pipe(ends), 0);
    end_with(ends[1]);
    close(ends[1]);
    CHECK_EQ(read(ends[0], got, sizeof got), 0);
    CHECK_EQ(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
    end_with(ends[1]);
    close(ends[1]);
    CHECK_EQ(read(ends[0], got, sizeof got), 0);
    leave_folder();
    return 0;
}
