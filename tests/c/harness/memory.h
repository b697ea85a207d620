/* What can be found in this process' memory. Needles are kept turned, so that a search does not find them. */

#ifndef HARNESS_MEMORY_H
#define HARNESS_MEMORY_H

#include <fcntl.h>
#include <sys/mman.h>

#include "check.h"

#define NEEDLE_MOST 128

struct needle {
    const char *name;
    size_t length;
    unsigned char turned[NEEDLE_MOST];
};

/* Takes over a text and wipes it where it lies. */
static inline struct needle take_needle(const char *name, char *text)
{
    struct needle needle;
    memset(&needle, 0, sizeof needle);
    needle.name = name;
    needle.length = strlen(text);
    CHECK_BELOW(needle.length, NEEDLE_MOST);
    for (size_t i = 0; i < needle.length; i++)
        needle.turned[i] = (unsigned char)text[i] ^ 0x55;
    for (volatile char *at = text; *at; at++)
        *at = 0;
    return needle;
}

static inline bool is_at(const unsigned char *at, const struct needle *needle, size_t from, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if ((at[i] ^ 0x55) != needle->turned[from + i])
            return false;
    return true;
}

/* Fails where a piece of it of this length lies anywhere that can be written to. */
static inline void check_gone(const struct needle *needle, size_t piece)
{
    unsigned long begin, end;
    char line[512], rights[8], path[300];
    FILE *maps = fopen("/proc/self/maps", "r");
    int memory = open("/proc/self/mem", O_RDONLY), zero = open("/dev/zero", O_RDWR);
    CHECK(maps != NULL && memory >= 0 && zero >= 0);
    while (fgets(line, sizeof line, maps)) {
        path[0] = '\0';
        if (sscanf(line, "%lx-%lx %7s %*s %*s %*s %299[^\n]", &begin, &end, rights, path) < 3 ||
            rights[1] != 'w')
            continue;
        unsigned char *copy = mmap(NULL, end - begin, PROT_READ | PROT_WRITE, MAP_PRIVATE, zero, 0);
        CHECK(copy != MAP_FAILED);
        ssize_t got = pread(memory, copy, end - begin, (off_t)begin);
        for (ssize_t at = 0; at + (ssize_t)piece <= got; at++)
            for (size_t from = 0; from + piece <= needle->length; from += piece)
                if (is_at(copy + at, needle, from, piece))
                    FAIL("%s, from byte %zu, is left in %s", needle->name, from,
                         path[0] ? path : "other memory");
        munmap(copy, end - begin);
    }
    fclose(maps);
    close(zero);
    close(memory);
}

#endif
