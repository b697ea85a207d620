/* Linux and its like. */

#ifndef HARNESS_PLATFORM_POSIX_H
#define HARNESS_PLATFORM_POSIX_H

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* A child that goes on where its parent is. */
#define HAS_FORK 1
/* Permissions, owners and file types as chmod, mkfifo and symlink make them. */
#define HAS_MODES 1

static inline bool set_variable(const char *name, const char *value)
{
    return setenv(name, value, 1) == 0;
}

static inline FILE *open_file(const char *path, const char *mode)
{
    return fopen(path, mode);
}

static inline bool remove_file(const char *path)
{
    return unlink(path) == 0;
}

static inline bool remove_folder(const char *path)
{
    return rmdir(path) == 0;
}

/* Has `each` told the names in a folder, but for itself and the one above it; false if it cannot be listed. */
static inline bool for_each_name(const char *path, void (*each)(const char *name, void *user_data),
                                 void *user_data)
{
    DIR *folder = opendir(path);
    if (!folder)
        return false;
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            each(entry->d_name, user_data);
    closedir(folder);
    return true;
}

static inline bool make_folder(const char *path)
{
    return mkdir(path, 0700) == 0;
}

/* Makes a folder with a name that nobody has, and gives its path. */
static inline bool make_own_folder(char *path, size_t size)
{
    return snprintf(path, size, "/tmp/authforge-test-XXXXXX") < (int)size && mkdtemp(path) != NULL;
}

/* Can be read and written by its owner, and by nobody else. */
static inline bool is_owners_alone(const char *path)
{
    struct stat what;
    return lstat(path, &what) == 0 && what.st_mode == (S_IFREG | 0600);
}

static inline bool let_others_read(const char *path)
{
    return chmod(path, 0644) == 0;
}

static inline bool make_read_only(const char *path)
{
    return chmod(path, 0444) == 0;
}

static inline bool make_writable(const char *path)
{
    return chmod(path, 0600) == 0;
}

/* What shows that a file, or what else has this name, was changed or replaced. Links are not followed. */
struct about {
    bool is_there;
    unsigned long long number, mode, size, changed;
};

static inline struct about about_file(const char *path)
{
    struct stat what;
    struct about about;
    memset(&about, 0, sizeof about);
    if (lstat(path, &what) == 0) {
        about.is_there = true;
        about.number = (unsigned long long)what.st_ino;
        about.mode = (unsigned long long)what.st_mode;
        about.size = (unsigned long long)what.st_size;
        about.changed =
            (unsigned long long)what.st_mtim.tv_sec * 1000000000u + (unsigned long long)what.st_mtim.tv_nsec;
    }
    return about;
}

/* False where the system, or its user, can make none. */
static inline bool make_link(const char *to, const char *path)
{
    return symlink(to, path) == 0;
}

/* A file with nothing in it, which takes no room. */
static inline bool make_long_file(const char *path, long long length)
{
    int file = open(path, O_WRONLY | O_CREAT, 0600);
    bool made = file >= 0 && ftruncate(file, (off_t)length) == 0;
    close(file);
    return made;
}

static inline bool is_folder(const char *path)
{
    struct stat what;
    return lstat(path, &what) == 0 && S_ISDIR(what.st_mode);
}

/* Links are not followed. */
static inline bool is_there(const char *path)
{
    struct stat what;
    return lstat(path, &what) == 0;
}

/* What the system calls this machine. */
static inline bool machine_name(char *out, size_t size)
{
    return gethostname(out, size) == 0;
}

/* The parts of a second since 1970, in UTC. */
static inline bool calendar(time_t seconds, struct tm *out)
{
    return gmtime_r(&seconds, out) != NULL;
}

static inline bool is_absolute(const char *path)
{
    return path[0] == '/';
}

/* Its ends are for this process alone, unless `dup2` makes others of them. */
static inline bool make_pipe(int ends[2])
{
    return pipe(ends) == 0 && fcntl(ends[0], F_SETFD, FD_CLOEXEC) == 0 &&
           fcntl(ends[1], F_SETFD, FD_CLOEXEC) == 0;
}

/* Whether what is written to a pipe waits for room. */
static inline void let_pipe_wait(int end, bool wait)
{
    fcntl(end, F_SETFL, wait ? 0 : O_NONBLOCK);
}

/* Starts a program with one word, beside this one; gives its number. */
static inline intptr_t start_program(const char *program, const char *word)
{
    pid_t process = fork();
    if (process == 0) {
        char *const arguments[] = { (char *)program, (char *)word, NULL };
        execv(program, arguments);
        _exit(127);
    }
    return process;
}

/* The status that it ends with; -1 where a signal ended it. */
static inline int end_of_program(intptr_t process)
{
    int ended = 0;
    if (waitpid((pid_t)process, &ended, 0) != (pid_t)process || !WIFEXITED(ended))
        return -1;
    return WEXITSTATUS(ended);
}

/* Whether the process has a child, running or ended. */
static inline bool has_children(void)
{
    return waitpid(-1, NULL, WNOHANG) != -1 || errno != ECHILD;
}

static inline void close_socket(int socket)
{
    close(socket);
}

/* Closes a socket, and lets go a thread that accepts there. */
static inline void stop_listening(int listener)
{
    shutdown(listener, SHUT_RDWR);
    close(listener);
}

/* From now on no call waits for it. */
static inline void let_nothing_wait(int socket)
{
    fcntl(socket, F_SETFL, O_NONBLOCK);
}

/* NULL if it cannot be loaded. */
static inline void *load_library(const char *path)
{
    return dlopen(path, RTLD_NOW | RTLD_LOCAL);
}

static inline void *symbol_of(void *library, const char *name)
{
    return dlsym(library, name);
}

static inline bool unload_library(void *library)
{
    return dlclose(library) == 0;
}

/* Ends the thread as its system's own call does, from wherever it is. */
static inline void end_this_thread(void)
{
    pthread_exit(NULL);
}

static inline int entries_of(const char *folder, const char *link_prefix)
{
    DIR *open_folder = opendir(folder);
    if (!open_folder)
        return -1;
    int count = 0;
    for (struct dirent *entry; (entry = readdir(open_folder)) != NULL;) {
        char path[512], link[512] = "";
        if (entry->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "%s/%.200s", folder, entry->d_name);
        if (!link_prefix)
            count++;
        else if (readlink(path, link, sizeof link - 1) > 0 &&
                 strncmp(link, link_prefix, strlen(link_prefix)) == 0)
            count++;
    }
    closedir(open_folder);
    return count;
}

static inline int threads_of_process(void)
{
    return entries_of("/proc/self/task", NULL);
}

static inline int sockets_of_process(void)
{
    return entries_of("/proc/self/fd", "socket:");
}

#endif
