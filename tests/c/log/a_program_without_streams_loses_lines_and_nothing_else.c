/* A program without streams loses lines and nothing else. */
/* where: not qemu, because it starts itself, which qemu does not do for it */
/* valgrind: no, it does not follow a program that starts itself anew */

#include "../harness.h"
#include "../harness/own_program.h"

/* As a program with a window is started, a service, or one whose streams its starter has closed. */
static const char *const forms[] = { "none", "invalid", "closed", "read-only" };

#ifdef _WIN32

static HANDLE stream_of(const char *form)
{
    SECURITY_ATTRIBUTES inherited = { .nLength = sizeof inherited, .bInheritHandle = TRUE };
    if (strcmp(form, "none") == 0)
        return NULL;
    if (strcmp(form, "invalid") == 0)
        return INVALID_HANDLE_VALUE;
    if (strcmp(form, "closed") == 0)
        return (HANDLE)(uintptr_t)0x7ff0;
    return CreateFileA("input", GENERIC_READ, FILE_SHARE_READ, &inherited, OPEN_EXISTING, 0, NULL);
}

/* Without a console, and with this as each of its three handles. */
static int end_of_one_without_streams(const char *program, const char *form)
{
    char line[4096];
    DWORD status = 0;
    HANDLE stream = stream_of(form);
    STARTUPINFOA start = { .cb = sizeof start, .dwFlags = STARTF_USESTDHANDLES };
    PROCESS_INFORMATION started;
    start.hStdInput = start.hStdOutput = start.hStdError = stream;
    snprintf(line, sizeof line, "\"%s\" %s", program, form);
    CHECK(CreateProcessA(program, line, NULL, NULL, TRUE, DETACHED_PROCESS, NULL, NULL, &start, &started));
    CHECK_EQ(WaitForSingleObject(started.hProcess, PATIENCE * 1000), WAIT_OBJECT_0);
    CHECK(GetExitCodeProcess(started.hProcess, &status));
    CloseHandle(started.hThread);
    CloseHandle(started.hProcess);
    if (strcmp(form, "read-only") == 0)
        CloseHandle(stream);
    return (int)status;
}

#else

static int end_of_one_without_streams(const char *program, const char *form)
{
    int status = 0;
    pid_t process = fork();
    if (process == 0) {
        for (int stream = 0; stream < 3; stream++)
            close(stream);
        if (strcmp(form, "read-only") == 0)
            for (int stream = 0; stream < 3; stream++)
                CHECK_EQ(open("input", O_RDONLY), stream);
        execl(program, program, form, (char *)NULL);
        _exit(127);
    }
    CHECK_EQ(waitpid(process, &status, 0), process);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

#endif

/* Works, writes a file that is whole and nothing else, and ends by the policy with a line in vain. */
static void go_without_streams(void)
{
    af_error error = AF_ERROR_INIT;
    af_config *config = test_config();
    OK(af_config_set_failure_policy(config, AF_FAILURE_POLICY_EXIT, &error));
    af_client *client = client_of(config);
    log_in(client);
    OK(af_activate_offline(client, LASTING_KEY, "license", NULL, &error));
    OK(af_login_from_file(client, "license", NULL, &error));
    CHECK_TEXT(names_in("."), "input license");
    af_login(client, "NO-SUCH-KEY", NULL, &error);
    FAIL("the process goes on");
}

int main(int count, char **arguments)
{
    char program[4096];
    if (count > 1) {
        go_without_streams();
        return 0;
    }
    CHECK(absolute_path(arguments[0], program, sizeof program));
    enter_folder();
    put("input", "nothing");
    for (size_t i = 0; i < LENGTH(forms); i++) {
        int status = end_of_one_without_streams(program, forms[i]);
        if (status != 1)
            FAIL("without streams (%s) it ended with %d", forms[i], status);
        CHECK_FILE("input", "nothing");
        char *text = contents_of("license");
        CHECK(text != NULL && strstr(text, "authforge: ") == NULL);
        free(text);
    }
    leave_folder();
    return 0;
}
