/* Files: a folder of the test's own, and what lies in it. */

#ifndef HARNESS_FILE_H
#define HARNESS_FILE_H

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "check.h"

static inline char *own_folder(void)
{
    static char folder[] = "/tmp/authforge-test-XXXXXX";
    return folder;
}

/* Goes to a new, empty folder, so that a test's paths are short. Gives its path. */
static inline const char *enter_folder(void)
{
    CHECK(mkdtemp(own_folder()) != NULL);
    CHECK_EQ(chdir(own_folder()), 0);
    return own_folder();
}

static inline void remove_all(const char *path)
{
    struct stat what;
    if (lstat(path, &what) != 0)
        return;
    if (!S_ISDIR(what.st_mode)) {
        CHECK_EQ(unlink(path), 0);
        return;
    }
    DIR *folder = opendir(path);
    CHECK(folder != NULL);
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        char inside[4096];
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        CHECK_BELOW(snprintf(inside, sizeof inside, "%s/%s", path, entry->d_name), sizeof inside);
        remove_all(inside);
    }
    closedir(folder);
    CHECK_EQ(rmdir(path), 0);
}

/* Removes the folder that `enter_folder` made. */
static inline void leave_folder(void)
{
    CHECK_EQ(chdir("/"), 0);
    remove_all(own_folder());
    /* The template again, for the next folder. */
    memset(strchr(own_folder(), '\0') - 6, 'X', 6);
}

/* Names in a folder, hidden ones too, in their order with a blank between them; valid until the next call. */
static inline const char *names_in(const char *path)
{
    static char names[8192];
    struct dirent **entries = NULL;
    int count = scandir(path, &entries, NULL, alphasort);
    if (count < 0)
        FAIL("%s cannot be listed: %s", path, strerror(errno));
    size_t length = 0;
    names[0] = '\0';
    for (int i = 0; i < count; i++) {
        const char *name = entries[i]->d_name;
        if (strcmp(name, ".") != 0 && strcmp(name, "..") != 0) {
            length +=
                (size_t)snprintf(names + length, sizeof names - length, "%s%s", length ? " " : "", name);
            CHECK_BELOW(length, sizeof names);
        }
        free(entries[i]);
    }
    free(entries);
    return names;
}

/* Writes a file as anybody would. */
static inline void put_bytes(const char *path, const void *bytes, size_t length)
{
    FILE *file = fopen(path, "w");
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
    struct stat what;
    if (lstat(path, &what) != 0)
        return NULL;
    FILE *file = fopen(path, "r");
    char *text = malloc((size_t)what.st_size + 1);
    CHECK(file != NULL && text != NULL);
    size_t length = fread(text, 1, (size_t)what.st_size, file);
    CHECK_EQ(length, what.st_size);
    text[length] = '\0';
    CHECK_EQ(strlen(text), length);
    fclose(file);
    return text;
}

#define CHECK_FILE(path, expected)           \
    do {                                     \
        char *contents_ = contents_of(path); \
        CHECK_TEXT(contents_, expected);     \
        free(contents_);                     \
    } while (0)

/* Kind and permissions of what is at a path, links not followed. */
static inline unsigned mode_of(const char *path)
{
    struct stat what;
    if (lstat(path, &what) != 0)
        FAIL("%s: %s", path, strerror(errno));
    return (unsigned)what.st_mode;
}

#endif
