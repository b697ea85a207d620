/* A library in a folder of any name works, and a second copy beside it. */
/* where: not qemu, because it starts itself, which qemu does not do for it */
/* loads: it is loaded from there */
/* valgrind: no, it does not follow a program that starts itself anew */

#include "../harness.h"
#include "../harness/loaded.h"
#include "../harness/own_program.h"

/* A user's name with umlauts and blanks, and letters that no code page has. */
#define FOLDER "J\xc3\xbcrgen M\xc3\xb6\xc3\x9f \xe6\xb8\xb8\xe6\x88\x8f \xf0\x9f\x94\x91"

#ifdef _WIN32

static void enter_odd_folder(void)
{
    CHECK(CreateDirectoryW(wide(FOLDER), NULL));
    CHECK(SetCurrentDirectoryW(wide(FOLDER)));
    /* What the system tells programs of their user, who is called like this; and half a letter, which is none. */
    CHECK(SetEnvironmentVariableW(L"USERPROFILE", wide("C:\\Users\\" FOLDER)));
    CHECK(SetEnvironmentVariableW(L"TEMP", wide("C:\\Users\\" FOLDER "\\Temp")));
    CHECK(SetEnvironmentVariableW(L"ODD", L"a\xd800z"));
    CHECK(SetEnvironmentVariableW(wide("\xf0\x9f\x94\x91"), L"\xdc00"));
}

static void *load_copy(const char *name)
{
    CHECK(CopyFileW(wide(setting("AF_TEST_LIBRARY")), wide(name), TRUE));
    WCHAR whole[1024];
    CHECK(GetFullPathNameW(wide(name), LENGTH(whole), whole, NULL) > 0);
    return LoadLibraryW(whole);
}

static void leave_odd_folder(void)
{
    WIN32_FIND_DATAW found;
    HANDLE all = FindFirstFileW(L"*", &found);
    do
        if (!(found.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY))
            CHECK(DeleteFileW(found.cFileName));
    while (FindNextFileW(all, &found));
    FindClose(all);
    CHECK(SetCurrentDirectoryW(L".."));
    CHECK(RemoveDirectoryW(wide(FOLDER)));
    leave_folder();
}

#else

static void enter_odd_folder(void)
{
    CHECK(make_folder(FOLDER));
    CHECK_EQ(chdir(FOLDER), 0);
    CHECK(set_variable("HOME", "/home/" FOLDER));
    CHECK(set_variable("ODD", "a\xed\xa0\x80z\xff"));
}

static void *load_copy(const char *name)
{
    static char block[65536];
    char path[200];
    FILE *from = fopen(setting("AF_TEST_LIBRARY"), "rb"), *to = fopen(name, "wb");
    CHECK(from != NULL && to != NULL);
    for (size_t length; (length = fread(block, 1, sizeof block, from)) > 0;)
        CHECK_EQ(fwrite(block, 1, length, to), length);
    fclose(from);
    CHECK_EQ(fclose(to), 0);
    snprintf(path, sizeof path, "./%s", name);
    return load_library(path);
}

static void leave_odd_folder(void)
{
    leave_folder();
}

#endif

/* Logs in by the network and from a file with a name as odd as the folder's. */
static void use(const struct loaded *loaded, const char *file)
{
    af_error error = AF_ERROR_INIT;
    af_client *client = loaded_client(loaded);
    OK(loaded->login(client, KEY, NULL, &error));
    CHECK(loaded->is_authenticated(client));
    OK(loaded->activate_offline(client, LASTING_KEY, file, NULL, &error));
    OK(loaded->login_from_file(client, file, NULL, &error));
    loaded->client_free(client);
}

static int work_there(void)
{
    af_error error = AF_ERROR_INIT;
    struct loaded first = functions_of(load_copy("first \xc3\xbc.dll"));
    struct loaded second = functions_of(load_copy("second \xf0\x9f\x94\x91.dll"));
    CHECK(first.library != second.library && first.login != second.login);
    use(&first, "Lizenz \xc3\xbc.lic");
    use(&second, "Lizenz \xf0\x9f\x94\x91.lic");
    OK(first.shut_down(5000, &error));
    OK(second.shut_down(5000, &error));
    CHECK(unload_library(first.library));
    CHECK(unload_library(second.library));
    return 0;
}

int main(int count, char **arguments)
{
    char program[4096];
    if (count > 1)
        return work_there();
    CHECK(absolute_path(arguments[0], program, sizeof program));
    enter_folder();
    enter_odd_folder();
    /* One that has this environment from its start; and on Windows a library's file stays as long as its process. */
    CHECK_EQ(end_of_program(start_program(program, "there")), 0);
    leave_odd_folder();
    return 0;
}
