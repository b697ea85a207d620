/* Child processes. */

#ifndef HARNESS_CHILD_H
#define HARNESS_CHILD_H

#include <sys/wait.h>

#include "check.h"

/* A child process. It says that it passed by a byte in a pipe: its exit status is no sign under valgrind,
 * for which memory that only the parent's threads held is lost there. */
struct child {
    pid_t process;
    int ends[2];
};

/* True in the child. */
static inline bool fork_child(struct child *child)
{
    CHECK_EQ(pipe(child->ends), 0);
    child->process = fork();
    CHECK(child->process >= 0);
    close(child->ends[child->process == 0 ? 0 : 1]);
    return child->process == 0;
}

static inline void child_passed(struct child *child)
{
    CHECK_EQ(write(child->ends[1], "+", 1), 1);
    _exit(0);
}

static inline void join_child(struct child *child)
{
    char passed = 0;
    int ended = 0;
    CHECK_EQ(read(child->ends[0], &passed, 1), 1);
    CHECK_EQ(waitpid(child->process, &ended, 0), child->process);
    CHECK(WIFEXITED(ended));
    close(child->ends[0]);
}

#endif
