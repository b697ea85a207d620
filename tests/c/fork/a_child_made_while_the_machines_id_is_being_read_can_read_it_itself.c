/* A child made while the machine's id is being read can read it itself. */
/* where: not windows, not qemu, because there is no fork, or none beside threads */

#include <fcntl.h>
#include <sys/syscall.h>

#include "../harness.h"
#include "../harness/opening.h"

static struct counter reading = COUNTER_INIT, go_on = COUNTER_INIT;
static pid_t parent;

extern long syscall(long number, ...);

/* Stands in front of the system's: a slow disk, for the parent. */
IN_FRONT_OF(int, SYSTEMS_OPEN, (const char *path, int flags, ...))
{
    va_list arguments;
    va_start(arguments, flags);
    unsigned mode = flags & O_CREAT ? va_arg(arguments, unsigned) : 0;
    va_end(arguments);
    if (strstr(path, "machine-id") && getpid() == parent) {
        count_up(&reading);
        CHECK(count_reaches(&go_on, 1, 2 * PATIENCE));
    }
    return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

static char parents_id[65];

static void *read_id(void *client)
{
    CHECK_STATUS(af_client_hwid(client, parents_id, sizeof parents_id, NULL, NULL), AF_STATUS_OK);
    return NULL;
}

int main(void)
{
    struct child child;
    int ends[2];
    char id[65] = "";
    af_client *client = test_client();
    parent = getpid();
    CHECK_EQ(pipe(ends), 0);
    pthread_t reader = start_thread(read_id, client);
    CHECK(count_reaches(&reading, 1, PATIENCE));
    if (fork_child(&child)) {
        af_error error = AF_ERROR_INIT;
        /* Ends it, should it hang. */
        alarm((unsigned)PATIENCE);
        af_client *own = test_client();
        OK(af_client_hwid(own, id, sizeof id, NULL, &error));
        log_in(own);
        CHECK_EQ(write(ends[1], id, sizeof id), sizeof id);
        af_client_free(own);
        child_passed(&child);
    }
    join_child(&child);
    CHECK_EQ(read(ends[0], id, sizeof id), sizeof id);
    count_up(&go_on);
    CHECK_EQ(pthread_join(reader, NULL), 0);
    CHECK_TEXT(id, parents_id);
    af_client_free(client);
    return 0;
}
