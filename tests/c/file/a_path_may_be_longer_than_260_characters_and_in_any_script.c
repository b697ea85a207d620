/* A path may be longer than 260 characters and in any script. */

#include "../harness.h"

/* Each below 255 bytes: accents, blanks, a script from right to left, and letters beyond the first 65,536. */
static const char *const folders[] = {
    "Spiele von J\xc3\xbcrgen M\xc3\xb6\xc3\x9f",
    "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d",
    "\xe6\xb8\xb8\xe6\x88\x8f",
    "\xf0\x9f\x94\x91\xf0\xa0\x80\x80",
    "e\xcc\x81",
    "a folder with a name of one hundred and more characters, which is allowed, is not rare, and fills a path ....x",
    "b folder with a name of one hundred and more characters, which is allowed, is not rare, and fills a path ....x",
    "c folder with a name of one hundred and more characters, which is allowed, is not rare, and fills a path ....x",
};

/* Removes what the library made, the innermost first; harness/file.h knows no such names on Windows. */
static void remove_path(char *path)
{
#ifdef _WIN32
    WCHAR wide[2048], whole[2048] = L"\\\\?\\";
    for (bool is_file = true; *path; is_file = false) {
        CHECK(MultiByteToWideChar(CP_UTF8, 0, path, -1, wide, LENGTH(wide)) > 0);
        CHECK(GetFullPathNameW(wide, LENGTH(whole) - 4, whole + 4, NULL) > 0);
        CHECK(is_file ? DeleteFileW(whole) : RemoveDirectoryW(whole));
        char *cut = strrchr(path, '/');
        *(cut ? cut : path) = '\0';
    }
#else
    *strchr(path, '/') = '\0';
    remove_all(path);
#endif
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    char path[2048] = "", other[2048] = "";
    af_client *client = test_client();
    enter_folder();
    for (size_t i = 0; i < LENGTH(folders); i++) {
        strcat(path, folders[i]);
        strcat(path, "/");
    }
    strcat(path, "Lizenz \xf0\x9f\x94\x91.lic");
    CHECK(strlen(path) > 400);
    OK(af_activate_offline(client, LASTING_KEY, path, NULL, &error));
    OK(af_login_from_file(client, path, NULL, &error));
    /* What is there is replaced, and its end is told where something is wrong with it. */
    OK(af_write_activation_request(client, NULL, path, &error));
    CHECK(af_login_from_file(client, path, NULL, &error) != AF_STATUS_OK);
    strcpy(other, path);
    strcpy(strrchr(other, '/') + 1, "nothing \xf0\x9f\x94\x91.lic");
    REFUSED(af_login_from_file(client, other, NULL, &error), AF_STATUS_READ_ERROR, "\xf0\x9f\x94\x91.lic\"");
    /* A name alone may have no more than 255. */
    memset(strrchr(other, '/') + 1, 'n', 300);
    REFUSED(af_write_activation_request(client, NULL, other, &error), AF_STATUS_FILE_WRITE_FAILED, "choose");
    remove_path(path);
    CHECK_TEXT(names_in("."), "");
    leave_folder();
    af_client_free(client);
    return 0;
}
