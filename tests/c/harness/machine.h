/* A machine as an official 1.x client saw it: its network cards, its processor, and a program that lists its disks. A
 * program that includes this has open, opendir, readdir64 and posix_spawn in its own hands: its functions
 * come before libc's, for the library too. `#define _GNU_SOURCE` stands before everything. */

#ifndef HARNESS_MACHINE_H
#define HARNESS_MACHINE_H

#include <dlfcn.h>
#include <fcntl.h>
#include <sched.h>
#include <spawn.h>
#include <sys/syscall.h>

#include "check.h"
#include "client.h"
#include "file.h"
#include "opening.h"
#include "wait.h"

/* printf '%s' 'mac:a4bb6d1c2e9f|cpu:Test  CPU @ 1.00GHz|disk:S-1 S-2' | sha256sum */
#define CPP_1_ID "02cefc2e0df841755cb8c8c952e86e8dd6f96eba8b139f77e7ea00981b9184e0"
/* printf '%s' 'mac:000000000000|cpu:8-X64|disk:S-1 S-2' | sha256sum, and for other processors likewise */
#if defined(__x86_64__)
#define CSHARP_1_ID "ecc378eaed3540efd3ec906a9b85074d49d8ea4fa7971982da8b24ee2227ec34"
#elif defined(__aarch64__)
#define CSHARP_1_ID "7ddaa62712e47213769e6708deb94209eed7b09f61d083cdf0e93cceccb2852e"
#else
#define CSHARP_1_ID "84860a210fcc37a6dad73b99e95cece08e5fb23ca20666a605e07fc7088c7d41"
#endif
/* Of C++ with disk:unavailable, and with disk:empty. */
#define CPP_1_ID_WITHOUT_PROGRAM "9eb10d1c6fe526d9e6f9f2ba3b631d3ddf9e8125c28da257b96cc09d9f3354ec"
#define CPP_1_ID_WITHOUT_DISKS "0bb902e2222bbc060089fc48d5ca7f8ff555ef3e02c17b5f8b389bd6cedc3053"
#define DISKS "echo 'S-1  '; echo; echo S-2"

extern long syscall(long number, ...);

/* What the system answers instead, if it is not 0. */
static int cpuinfo_error, spawn_error;
/* How often the program was started, by whom last, and its number. */
static struct counter spawned = COUNTER_INIT;
static pthread_t spawning_thread;
static pid_t spawned_process;
/* Descriptors that the host had before. */
static bool hosts_descriptors[256];

static inline void write_program(const char *script)
{
    char text[400];
    CHECK_BELOW(snprintf(text, sizeof text, "#!/bin/sh\n[ \"$*\" = '-ndo SERIAL' ] || exit 9\n%s\n", script),
                sizeof text);
    /* Another file: one that runs cannot be written. */
    unlink("lsblk");
    put("lsblk", text);
    CHECK_EQ(chmod("lsblk", 0755), 0);
}

/* Goes to a new folder, in which the machine's files are. */
static inline void enter_machine(void)
{
    enter_folder();
    put("cpuinfo", "processor\t: 0\nmodel\t\t: 165\nmodel name\t: Test  CPU @ 1.00GHz \nmodel name\t: b\n");
    write_program(DISKS);
}

static inline const char *in_machine(const char *name)
{
    static char path[200];
    snprintf(path, sizeof path, "%s/%s", own_folder(), name);
    return path;
}

/* In the order that the folder has them. As the system counts them the first is too long for .NET, the second has no
 * address, and the third is the loopback. */
static const char *const cards[][3] = {
    { "lo", "3\n", "00:00:00:00:00:00\n" },
    { "tun0", "2\n", "\n" },
    { "wlan9", "9\n", "a4:bb:6d:1c:2e:9f\n" },
    { "ib0", "1\n", "80:00:02:08:fe:80:00:00:00:00:00:00:00:02:c9:03:00:0f:de:01\n" },
    { "eth0", "4\n", "02:fc:00:00:00:01\n" },
};

static inline const char *of_card(const char *path)
{
    char wanted[80];
    for (size_t i = 0; i < LENGTH(cards); i++)
        for (int field = 1; field <= 2; field++) {
            snprintf(wanted, sizeof wanted, "/sys/class/net/%s/%s", cards[i][0],
                     field == 1 ? "ifindex" : "address");
            if (strcmp(path, wanted) == 0)
                return cards[i][field];
        }
    return NULL;
}

IN_FRONT_OF(int, SYSTEMS_OPEN, (const char *path, int flags, ...))
{
    va_list arguments;
    va_start(arguments, flags);
    unsigned mode = flags & O_CREAT ? va_arg(arguments, unsigned) : 0;
    va_end(arguments);
    const char *text = of_card(path);
    if (text) {
        /* A file without a name. */
        int file = (int)syscall(SYS_openat, AT_FDCWD, own_folder(), O_RDWR | O_TMPFILE | O_CLOEXEC, 0600);
        if (file >= 0) {
            CHECK_EQ(write(file, text, strlen(text)), strlen(text));
            lseek(file, 0, SEEK_SET);
        }
        return file;
    }
    if (strcmp(path, "/proc/cpuinfo") == 0) {
        if (cpuinfo_error) {
            errno = cpuinfo_error;
            return -1;
        }
        path = in_machine("cpuinfo");
    }
    return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

/* This machine has eight processors. */
int sched_getaffinity(pid_t process, size_t size, cpu_set_t *set)
{
    (void)process;
    memset(set, 0, size);
    for (int i = 0; i < 8; i++)
        CPU_SET(2 * i, set);
    return 0;
}

static DIR *cards_folder;
static size_t next_card;

DIR *opendir(const char *path)
{
    bool is_cards = strcmp(path, "/sys/class/net") == 0;
    int folder = (int)syscall(SYS_openat, AT_FDCWD, is_cards ? own_folder() : path,
                              O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
    DIR *opened = folder < 0 ? NULL : fdopendir(folder);
    if (is_cards && opened) {
        cards_folder = opened;
        next_card = 0;
    }
    return opened;
}

struct dirent64 *readdir64(DIR *folder)
{
    static struct dirent64 entry;
    if (folder != cards_folder) {
        struct dirent64 *(*real)(DIR *);
        *(void **)&real = dlsym(RTLD_NEXT, "readdir64");
        return real(folder);
    }
    if (next_card == LENGTH(cards)) {
        cards_folder = NULL;
        return NULL;
    }
    entry.d_type = DT_LNK;
    strcpy(entry.d_name, cards[next_card++][0]);
    return &entry;
}

static inline void note_descriptors(void)
{
    for (int fd = 0; fd < 256; fd++)
        hosts_descriptors[fd] = fcntl(fd, F_GETFD) != -1;
}

int posix_spawn(pid_t *process, const char *path, const posix_spawn_file_actions_t *actions,
                const posix_spawnattr_t *attributes, char *const arguments[], char *const environment[])
{
    int (*real)(pid_t *, const char *, const posix_spawn_file_actions_t *, const posix_spawnattr_t *,
                char *const[], char *const[]);
    *(void **)&real = dlsym(RTLD_NEXT, "posix_spawn");
    CHECK(path[0] == '/' && strstr(path, "lsblk") != NULL);
    for (int fd = 0; fd < 256; fd++) {
        int flags = fcntl(fd, F_GETFD);
        if (flags != -1 && !hosts_descriptors[fd] && (fd < 3 || !(flags & FD_CLOEXEC)))
            FAIL("descriptor %d would be inherited", fd);
    }
    spawning_thread = pthread_self();
    int failed = spawn_error;
    if (failed == 0) {
        failed = real(&spawned_process, in_machine("lsblk"), actions, attributes, arguments, environment);
        *process = spawned_process;
    }
    count_up(&spawned);
    return failed;
}

static inline af_client *client_with_source(af_hwid_source source)
{
    af_error error = AF_ERROR_INIT;
    af_config *config = test_config();
    OK(af_config_set_hwid_source(config, source, &error));
    note_descriptors();
    return client_of(config);
}

static inline void check_id(af_client *client, const char *expected)
{
    af_error error = AF_ERROR_INIT;
    char id[80] = "";
    OK(af_client_hwid(client, id, sizeof id, NULL, &error));
    CHECK_TEXT(id, expected);
}

#endif
