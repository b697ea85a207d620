/* A child that runs no fork handlers is known. */
/* where: not windows, not qemu, because there is no fork, and a child that is made beside threads ends in an assertion of qemu */
/* valgrind: no, it follows children of fork alone */

#define _GNU_SOURCE
#include <sched.h>
#include <signal.h>
#include <sys/syscall.h>

#include "../harness.h"

static af_client *client;
static af_session *session;

static void look_in_child(void)
{
    af_error error = AF_ERROR_INIT;
    af_session *out = NULL;
    alarm((unsigned)PATIENCE);
    CHECK_STATUS(af_validate(client, KEY, &out, &error), AF_STATUS_FORKED);
    CHECK_STATUS(af_login_start(client, KEY, NULL, &error), AF_STATUS_FORKED);
    CHECK_STATUS(af_logout(client, &error), AF_STATUS_FORKED);
    CHECK(!af_is_authenticated(client) && af_session_json(session) == NULL);
    af_client_free(client);
    af_client *own = test_client();
    log_in(own);
    CHECK(af_is_authenticated(own));
    af_client_free(own);
}

/* By the system's own call, past the C library's. */
static void make_child(unsigned long flags)
{
    int ends[2];
    char passed = 0;
    CHECK_EQ(pipe(ends), 0);
    long process = syscall(SYS_clone, flags | SIGCHLD, NULL, NULL, NULL, NULL);
    CHECK(process >= 0);
    if (process == 0) {
        look_in_child();
        CHECK_EQ(write(ends[1], "+", 1), 1);
        _exit(0);
    }
    close(ends[1]);
    CHECK_EQ(read(ends[0], &passed, 1), 1);
    CHECK_EQ(waitpid((pid_t)process, NULL, 0), process);
    close(ends[0]);
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    client = test_client();
    OK(af_login(client, KEY, &session, &error));
    int connections = request_count("validate", 0);
    make_child(0);
    make_child(CLONE_FS);
    CHECK_EQ(request_count("validate", 0), connections + 2);
    /* The parent's connection is as it was. */
    OK(af_validate(client, KEY, NULL, &error));
    CHECK(af_is_authenticated(client));
    af_session_free(session);
    af_client_free(client);
    return 0;
}
