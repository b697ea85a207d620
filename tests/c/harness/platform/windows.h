/* Windows. */

#ifndef HARNESS_PLATFORM_WINDOWS_H
#define HARNESS_PLATFORM_WINDOWS_H

#define WIN32_LEAN_AND_MEAN
#define NOMINMAX

#include <winsock2.h>
#include <ws2tcpip.h>
#include <windows.h>

#include <aclapi.h>
#include <winioctl.h>
#include <errno.h>
#include <fcntl.h>
#include <io.h>
#include <process.h>
#include <pthread.h>
#include <sched.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <tlhelp32.h>
#include <unistd.h>

#define HAS_FORK 0
#define HAS_MODES 0

/* No system of this kind raises a signal where a peer has gone. */
#define MSG_NOSIGNAL 0
#define SHUT_WR SD_SEND

/* Sockets are there once they were asked for, and what is printed has the line ends that it is written with. */
__attribute__((constructor)) static void begin_windows(void)
{
    WSADATA data;
    WSAStartup(MAKEWORD(2, 2), &data);
    _setmode(1, _O_BINARY);
    _setmode(2, _O_BINARY);
}

static inline bool set_variable(const char *name, const char *value)
{
    /* For this program's own library of C, and for the process. */
    return _putenv_s(name, value) == 0 && SetEnvironmentVariableA(name, value);
}

/* A path in UTF-8 as the system's own functions take it; valid until the fourth call after. */
static inline const wchar_t *wide(const char *path)
{
    static __thread wchar_t room[4][5000];
    static __thread int turn;
    wchar_t *out = room[turn++ % 4];
    if (MultiByteToWideChar(CP_UTF8, 0, path, -1, out, 5000) == 0)
        out[0] = L'\0';
    return out;
}

static inline FILE *open_file(const char *path, const char *mode)
{
    return _wfopen(wide(path), wide(mode));
}

static inline bool remove_file(const char *path)
{
    return DeleteFileW(wide(path));
}

static inline bool remove_folder(const char *path)
{
    return RemoveDirectoryW(wide(path));
}

/* Has `each` told the names in a folder, but for itself and the one above it; false if it cannot be listed. */
static inline bool for_each_name(const char *path, void (*each)(const char *name, void *user_data),
                                 void *user_data)
{
    WIN32_FIND_DATAW found;
    char name[1200];
    snprintf(name, sizeof name, "%s/*", path);
    HANDLE search = FindFirstFileW(wide(name), &found);
    if (search == INVALID_HANDLE_VALUE)
        return false;
    do {
        WideCharToMultiByte(CP_UTF8, 0, found.cFileName, -1, name, sizeof name, NULL, NULL);
        if (strcmp(name, ".") != 0 && strcmp(name, "..") != 0)
            each(name, user_data);
    } while (FindNextFileW(search, &found));
    FindClose(search);
    return true;
}

static inline bool make_folder(const char *path)
{
    return CreateDirectoryW(wide(path), NULL);
}

/* Makes a folder with a name that nobody has, and gives its path. */
static inline bool make_own_folder(char *path, size_t size)
{
    static unsigned nth;
    char above[MAX_PATH];
    if (GetTempPathA(sizeof above, above) == 0)
        return false;
    for (;;) {
        snprintf(path, size, "%sauthforge-test-%lu-%u", above, GetCurrentProcessId(), nth++);
        if (CreateDirectoryA(path, NULL))
            return true;
        if (GetLastError() != ERROR_ALREADY_EXISTS)
            return false;
    }
}

static inline bool is_there(const char *path)
{
    return GetFileAttributesW(wide(path)) != INVALID_FILE_ATTRIBUTES;
}

static inline bool is_folder(const char *path)
{
    DWORD attributes = GetFileAttributesW(wide(path));
    return attributes != INVALID_FILE_ATTRIBUTES && (attributes & FILE_ATTRIBUTE_DIRECTORY) &&
           !(attributes & FILE_ATTRIBUTE_REPARSE_POINT);
}

/* What the system calls this machine. */
static inline bool machine_name(char *out, size_t size)
{
    DWORD room = (DWORD)size;
    return GetComputerNameA(out, &room);
}

/* The parts of a second since 1970, in UTC. */
static inline bool calendar(time_t seconds, struct tm *out)
{
    return gmtime_s(out, &seconds) == 0;
}

/* Nobody but these may do anything with it: its owner, the system and its administrators, who can read all there is. */
static inline bool is_owners_alone(const char *path)
{
    PSID owner;
    PACL list = NULL;
    PSECURITY_DESCRIPTOR all = NULL;
    SECURITY_INFORMATION wanted = OWNER_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION;
    if (GetNamedSecurityInfoW((wchar_t *)wide(path), SE_FILE_OBJECT, wanted, &owner, NULL, &list, NULL,
                              &all) != 0)
        return false;
    bool alone = list != NULL;
    for (DWORD i = 0; list && i < list->AceCount; i++) {
        ACCESS_ALLOWED_ACE *one;
        if (!GetAce(list, i, (void **)&one) || one->Header.AceType != ACCESS_ALLOWED_ACE_TYPE)
            continue;
        PSID who = &one->SidStart;
        alone = alone && (EqualSid(who, owner) || IsWellKnownSid(who, WinLocalSystemSid) ||
                          IsWellKnownSid(who, WinBuiltinAdministratorsSid));
    }
    LocalFree(all);
    return alone;
}

/* Gives everybody the right to read it. */
static inline bool let_others_read(const char *path)
{
    EXPLICIT_ACCESSW all = { .grfAccessPermissions = GENERIC_READ, .grfAccessMode = GRANT_ACCESS };
    PACL list = NULL, more = NULL;
    PSECURITY_DESCRIPTOR held = NULL;
    BuildTrusteeWithNameW(&all.Trustee, (wchar_t *)wide("Everyone"));
    bool done = GetNamedSecurityInfoW((wchar_t *)wide(path), SE_FILE_OBJECT, DACL_SECURITY_INFORMATION, NULL,
                                      NULL, &list, NULL, &held) == 0 &&
                SetEntriesInAclW(1, &all, list, &more) == 0 &&
                SetNamedSecurityInfoW((wchar_t *)wide(path), SE_FILE_OBJECT, DACL_SECURITY_INFORMATION, NULL,
                                      NULL, more, NULL) == 0;
    LocalFree(held);
    LocalFree(more);
    return done;
}

static inline bool make_read_only(const char *path)
{
    return SetFileAttributesW(wide(path), FILE_ATTRIBUTE_READONLY);
}

static inline bool make_writable(const char *path)
{
    return SetFileAttributesW(wide(path), FILE_ATTRIBUTE_NORMAL);
}

/* What shows that a file, or what else has this name, was changed or replaced. Links are not followed. */
struct about {
    bool is_there;
    BY_HANDLE_FILE_INFORMATION all;
};

static inline struct about about_file(const char *path)
{
    struct about about;
    memset(&about, 0, sizeof about);
    HANDLE file = CreateFileW(wide(path), 0, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL,
                              OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS | FILE_FLAG_OPEN_REPARSE_POINT, NULL);
    if (file == INVALID_HANDLE_VALUE)
        return about;
    about.is_there = GetFileInformationByHandle(file, &about.all);
    memset(&about.all.ftLastAccessTime, 0, sizeof about.all.ftLastAccessTime);
    CloseHandle(file);
    return about;
}

/* False where the system, or its user, can make none. */
static inline bool make_link(const char *to, const char *path)
{
    return CreateSymbolicLinkW(wide(path), wide(to), SYMBOLIC_LINK_FLAG_ALLOW_UNPRIVILEGED_CREATE) &&
           is_there(path);
}

/* A file with nothing in it, which takes no room. */
static inline bool make_long_file(const char *path, long long length)
{
    LARGE_INTEGER at = { .QuadPart = length };
    DWORD size;
    HANDLE file = CreateFileW(wide(path), GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
    DeviceIoControl(file, FSCTL_SET_SPARSE, NULL, 0, NULL, 0, &size, NULL);
    bool made = SetFilePointerEx(file, at, NULL, FILE_BEGIN) && SetEndOfFile(file);
    CloseHandle(file);
    return made;
}

static inline bool is_absolute(const char *path)
{
    return path[0] != '\0' && path[1] == ':';
}

/* Its ends are for this process alone, unless `dup2` makes others of them. */
static inline bool make_pipe(int ends[2])
{
    return _pipe(ends, 65536, _O_BINARY | _O_NOINHERIT) == 0;
}

/* Whether what is written to a pipe waits for room. */
static inline void let_pipe_wait(int end, bool wait)
{
    DWORD mode = wait ? PIPE_WAIT : PIPE_NOWAIT;
    SetNamedPipeHandleState((HANDLE)_get_osfhandle(end), &mode, NULL, NULL);
}

/* Starts a program with one word, beside this one; gives its number. */
static inline intptr_t start_program(const char *program, const char *word)
{
    char quoted[4096];
    snprintf(quoted, sizeof quoted, "\"%s\"", program);
    return _spawnl(_P_NOWAIT, program, quoted, word, NULL);
}

/* The status that it ends with; -1 where it cannot be known. */
static inline int end_of_program(intptr_t process)
{
    int ended = -1;
    return _cwait(&ended, process, 0) == process ? ended : -1;
}

/* Whether the process has a child that runs. */
static inline bool has_children(void)
{
    PROCESSENTRY32 entry = { .dwSize = sizeof entry };
    HANDLE all = CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0);
    bool found = false;
    for (BOOL more = Process32First(all, &entry); more && !found; more = Process32Next(all, &entry))
        found = entry.th32ParentProcessID == GetCurrentProcessId();
    CloseHandle(all);
    return found;
}

static inline void close_socket(int socket)
{
    closesocket((SOCKET)socket);
}

/* Closes a socket, and lets go a thread that accepts there. */
static inline void stop_listening(int listener)
{
    closesocket((SOCKET)listener);
}

/* From now on no call waits for it. */
static inline void let_nothing_wait(int socket)
{
    unsigned long yes = 1;
    ioctlsocket((SOCKET)socket, (long)FIONBIO, &yes);
}

/* NULL if it cannot be loaded. */
static inline void *load_library(const char *path)
{
    return LoadLibraryA(path);
}

static inline void *symbol_of(void *library, const char *name)
{
    FARPROC found = GetProcAddress(library, name);
    void *address;
    memcpy(&address, &found, sizeof address);
    return address;
}

static inline bool unload_library(void *library)
{
    return FreeLibrary(library);
}

/* Ends the thread as its system's own call does, from wherever it is. */
static inline void end_this_thread(void)
{
    ExitThread(0);
}

static inline int threads_of_process(void)
{
    THREADENTRY32 entry = { .dwSize = sizeof entry };
    HANDLE all = CreateToolhelp32Snapshot(TH32CS_SNAPTHREAD, 0);
    int count = 0;
    for (BOOL more = Thread32First(all, &entry); more; more = Thread32Next(all, &entry))
        count += entry.th32OwnerProcessID == GetCurrentProcessId();
    CloseHandle(all);
    return count;
}

/* Every handle is asked whether it is one. */
static inline int sockets_of_process(void)
{
    int count = 0;
    for (int handle = 4; handle < 16384; handle += 4) {
        int type, size = sizeof type;
        count += getsockopt((SOCKET)handle, SOL_SOCKET, SO_TYPE, (char *)&type, &size) == 0;
    }
    return count;
}

#endif
