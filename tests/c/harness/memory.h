/* What can be found in this process' memory. Needles are kept turned, so that a search does not find them. */

#ifndef HARNESS_MEMORY_H
#define HARNESS_MEMORY_H

#include "check.h"
#include "platform/regions.h"

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
    struct regions regions;
    begin_regions(&regions);
    while (next_region(&regions)) {
        size_t got = 0;
        unsigned char *copy = copy_of_region(&regions, &got);
        for (size_t at = 0; at + piece <= got; at++)
            for (size_t from = 0; from + piece <= needle->length; from += piece)
                if (is_at(copy + at, needle, from, piece))
                    FAIL("%s, from byte %zu, is left in %s, at %#zx of %#zx to %#zx", needle->name, from,
                         regions.path[0] ? regions.path : "other memory", (size_t)regions.begin + at,
                         (size_t)regions.begin, (size_t)regions.end);
        drop_copy(copy, &regions);
    }
    end_regions(&regions);
}

#endif
