/* A descendant takes none of its ancestors' handles for its own. */
/* where: not windows, because there is no fork */
/* alone: so many processes */
/* valgrind: no, 512 copies of it are too many */

#include "../harness.h"

enum { GENERATIONS = 512 };

static af_config *made[GENERATIONS + 1];

int main(void)
{
    af_error error = AF_ERROR_INIT;
    pid_t process = 0;
    int ended = 0;
    for (int generation = 0; generation < GENERATIONS && process == 0; generation++) {
        made[generation] = af_config_new(APP_ID, APP_SECRET, PUBLIC_KEY, "SERVER");
        CHECK(made[generation] != NULL);
        OK(af_config_set_ttl_seconds(made[generation], 0, &error));
        for (int ancestor = 0; ancestor < generation; ancestor++) {
            CHECK(made[ancestor] != made[generation]);
            CHECK_STATUS(af_config_set_ttl_seconds(made[ancestor], 0, &error), AF_STATUS_FORKED);
        }
        process = fork();
        CHECK(process >= 0);
    }
    if (process == 0)
        return 0;
    CHECK_EQ(waitpid(process, &ended, 0), process);
    CHECK(WIFEXITED(ended));
    return WEXITSTATUS(ended);
}
