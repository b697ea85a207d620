/* Files: a folder of the test's own, and what lies in it. */

#ifndef HARNESS_FILE_H
#define HARNESS_FILE_H

#include <errno.h>

#include "check.h"

/* Of the folder that the test is in. */
static inline char *own_folder(void)
{
    static char folder[300];
    return folder;
}

static inline char *folder_before(void)
{
    static char folder[4096];
    return folder;
}

/* Goes to a new, empty folder, so that a test's paths are short. Gives its path. */
static inline const char *enter_folder(void)
{
    CHECK(getcwd(folder_before(), 4096) != NULL);
    CHECK(make_own_folder(own_folder(), 300));
    CHECK_EQ(chdir(own_folder()), 0);
    return own_folder();
}

static inline int by_name(const void *one, const void *other)
{
    return strcmp(*(char *const *)one, *(char *const *)other);
}

struct names {
    char *all[1000];
    size_t count;
};

static inline void add_name(const char *name, void *user_data)
{
    struct names *names = user_data;
    size_t size = strlen(name) + 1;
    CHECK_BELOW(names->count, LENGTH(names->all));
    CHECK((names->all[names->count] = malloc(size)) != NULL);
    memcpy(names->all[names->count++], name, size);
}

/* The names in a folder, hidden ones too, in their order. They are to be freed. */
static inline void list_folder(const char *path, struct names *names)
{
    names->count = 0;
    if (!for_each_name(path, add_name, names))
        FAIL("%s cannot be listed", path);
    qsort(names->all, names->count, sizeof *names->all, by_name);
}

static inline void remove_all(const char *path)
{
    struct names names;
    if (!is_there(path))
        return;
    if (!is_folder(path)) {
        CHECK(remove_file(path));
        return;
    }
    list_folder(path, &names);
    for (size_t i = 0; i < names.count; i++) {
        char inside[4096];
        CHECK_BELOW(snprintf(inside, sizeof inside, "%s/%s", path, names.all[i]), sizeof inside);
        remove_all(inside);
        free(names.all[i]);
    }
    CHECK(remove_folder(path));
}

/* Removes the folder that `enter_folder` made. */
static inline void leave_folder(void)
{
    CHECK_EQ(chdir(folder_before()), 0);
    remove_all(own_folder());
}

/* Names in a folder, hidden ones too, in their order with a blank between them; valid until the next call. */
static inline const char *names_in(const char *path)
{
    static char text[8192];
    struct names names;
    size_t length = 0;
    list_folder(path, &names);
    text[0] = '\0';
    for (size_t i = 0; i < names.count; i++) {
        length +=
            (size_t)snprintf(text + length, sizeof text - length, "%s%s", length ? " " : "", names.all[i]);
        CHECK_BELOW(length, sizeof text);
        free(names.all[i]);
    }
    return text;
}

/* Writes a file as anybody would. */
static inline void put_bytes(const char *path, const void *bytes, size_t length)
{
    FILE *file = open_file(path, "wb");
    if (!file)
        FAIL("%s cannot be made: %s", path, strerror(errno));
    CHECK_EQ(fwrite(bytes, 1, length, file), length);
    CHECK_EQ(fclose(file), 0);
}

static inline void put(const char *path, const char *text)
{
    put_bytes(path, text, strlen(text));
}

/* What is in a file, to be freed; NULL if there is none. */
static inline char *contents_of(const char *path)
{
    if (!is_there(path))
        return NULL;
    size_t length = 0, room = 65536;
    FILE *file = open_file(path, "rb");
    char *text = malloc(room);
    if (!file)
        FAIL("%s cannot be read: %s", path, strerror(errno));
    for (size_t got; text && (got = fread(text + length, 1, room - length - 1, file)) > 0;) {
        length += got;
        if (room - length < 2)
            text = realloc(text, room *= 2);
    }
    CHECK(text != NULL && !ferror(file));
    text[length] = '\0';
    CHECK_EQ(strlen(text), length);
    fclose(file);
    return text;
}

/* The part of a path that every system shows as it was given. */
static inline const char *shown_path(const char *path)
{
#ifdef _WIN32
    for (const char *at = path; *at; at++)
        if (*at == '/' || *at == '\\')
            path = at + 1;
#endif
    return path;
}

#define CHECK_FILE(path, expected)           \
    do {                                     \
        char *contents_ = contents_of(path); \
        CHECK_TEXT(contents_, expected);     \
        free(contents_);                     \
    } while (0)

#if HAS_MODES
/* Kind and permissions of what is at a path, links not followed. */
static inline unsigned mode_of(const char *path)
{
    struct stat what;
    if (lstat(path, &what) != 0)
        FAIL("%s: %s", path, strerror(errno));
    return (unsigned)what.st_mode;
}
#endif

#endif
