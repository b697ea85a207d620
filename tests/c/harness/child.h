/* Child processes: one that goes on where its parent is, and this program anew. */

#ifndef HARNESS_CHILD_H
#define HARNESS_CHILD_H

#include "check.h"
#include "server.h"

#if HAS_FORK

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

/* This program anew, with a word, and with a stream of this one in the place of its stderr. */
static inline intptr_t start_again(char *const *arguments, const char *word, int error_stream)
{
    int own = dup(STDERR_FILENO);
    CHECK(own >= 0);
    CHECK(dup2(error_stream, STDERR_FILENO) >= 0);
    intptr_t process = start_program(arguments[0], word);
    CHECK(dup2(own, STDERR_FILENO) >= 0);
    close(own);
    CHECK(process > 0);
    return process;
}

/* All that this program says on stderr when it is started anew with a word, and the status that it ends with. The text
 * is to be freed. */
static inline char *said_again(char *const *arguments, const char *word, int *status)
{
    int ends[2];
    CHECK(make_pipe(ends));
    intptr_t process = start_again(arguments, word, ends[1]);
    close(ends[1]);
    char *said = read_all(ends[0]);
    close(ends[0]);
    *status = end_of_program(process);
    return said;
}

#endif
