/* Checks that say where and what. A failed one ends the process with a status that the library never uses. */

#ifndef HARNESS_CHECK_H
#define HARNESS_CHECK_H

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "authforge.h"
#include "platform.h"

#define CHECK_FAILED 90
#define SKIPPED 77
#define LENGTH(array) (sizeof(array) / sizeof(array)[0])

static inline void fail_at(const char *file, int line, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fprintf(stderr, "%s:%d: ", file, line);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    fflush(NULL);
    _exit(CHECK_FAILED);
}

static inline const char *shown(const char *text)
{
    return text ? text : "(null)";
}

#define FAIL(...) fail_at(__FILE__, __LINE__, __VA_ARGS__)

/* Ends the test, and says aloud that this machine does not allow it. */
#define SKIP(why)       \
    do {                \
        puts(why);      \
        fflush(NULL);   \
        _exit(SKIPPED); \
    } while (0)

#define CHECK(condition)                      \
    do {                                      \
        if (!(condition))                     \
            FAIL("not true: %s", #condition); \
    } while (0)

#define CHECK_EQ(actual, expected)                                                      \
    do {                                                                                \
        long long actual_ = (long long)(actual), expected_ = (long long)(expected);     \
        if (actual_ != expected_)                                                       \
            FAIL("%s is %lld, need %s = %lld", #actual, actual_, #expected, expected_); \
    } while (0)

#define CHECK_BELOW(actual, limit)                                             \
    do {                                                                       \
        long long actual_ = (long long)(actual), limit_ = (long long)(limit);  \
        if (actual_ >= limit_)                                                 \
            FAIL("%s is %lld, need less than %lld", #actual, actual_, limit_); \
    } while (0)

#define CHECK_TEXT(actual, expected)                                                      \
    do {                                                                                  \
        const char *actual_ = (actual), *expected_ = (expected);                          \
        if (!actual_ || !expected_ || strcmp(actual_, expected_) != 0)                    \
            FAIL("%s is \"%s\", need \"%s\"", #actual, shown(actual_), shown(expected_)); \
    } while (0)

#define CHECK_HAS(text, part)                                                    \
    do {                                                                         \
        const char *text_ = (text), *part_ = (part);                             \
        if (!text_ || !strstr(text_, part_))                                     \
            FAIL("%s is \"%s\", need \"%s\" in it", #text, shown(text_), part_); \
    } while (0)

#define CHECK_STATUS(actual, expected)                                                                      \
    do {                                                                                                    \
        af_status actual_ = (actual), expected_ = (expected);                                               \
        if (actual_ != expected_)                                                                           \
            FAIL("%s is %d %s, need %d %s", #actual, (int)actual_, af_status_code(actual_), (int)expected_, \
                 af_status_code(expected_));                                                                \
    } while (0)

/* A call that has to succeed and was given `&error`. */
#define OK(call)                                                  \
    do {                                                          \
        if ((call) != AF_STATUS_OK)                               \
            FAIL("%s: %s: %s", #call, error.code, error.message); \
    } while (0)

/* A call that has to fail and was given `&error`; `part` stands in the message. */
#define REFUSED(call, expected, part)         \
    do {                                      \
        CHECK_STATUS(call, expected);         \
        CHECK_STATUS(error.status, expected); \
        CHECK_HAS(error.message, part);       \
    } while (0)

/* Is `part` in this text, which need not end? */
static inline bool has(const char *text, size_t length, const char *part)
{
    size_t size = strlen(part);
    for (; length >= size; text++, length--)
        if (memcmp(text, part, size) == 0)
            return true;
    return false;
}

static inline const char *setting(const char *name)
{
    const char *value = getenv(name);
    if (!value)
        FAIL("%s is not set; these programs are run by `cargo xtask test`", name);
    return value;
}

#endif
