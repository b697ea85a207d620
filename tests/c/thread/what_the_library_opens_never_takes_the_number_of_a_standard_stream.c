/* What the library opens never takes the number of a standard stream. */
/* where: not windows, because handles have no lowest number that is free */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <netdb.h>
#include <sys/syscall.h>

#include "../harness.h"

static int said;
static int lookups, draws;

/* The host's own, so that a failed check can be read although stderr is closed. */
static void must(bool is_true, const char *what)
{
    if (!is_true) {
        dup2(said, 2);
        FAIL("%s", what);
    }
}

/* Stands in front of the system's, which opens files and sockets. */
int getaddrinfo(const char *host, const char *service, const struct addrinfo *hints, struct addrinfo **out)
{
    (void)host;
    int opened[5];
    for (size_t i = 0; i < LENGTH(opened); i++) {
        opened[i] = open("/dev/null", O_RDWR);
        must(opened[i] > 2, "a name lookup may take the number of a standard stream");
    }
    for (size_t i = 0; i < LENGTH(opened); i++)
        close(opened[i]);
    must(write(2, "x", 1) == -1 && errno == EBADF,
         "what the host prints goes somewhere during a name lookup");
    lookups++;
    int (*real)(const char *, const char *, const struct addrinfo *, struct addrinfo **);
    *(void **)&real = dlsym(RTLD_NEXT, "getaddrinfo");
    return real("localhost", service, hints, out);
}

/* Stands in front of a system that has no call for random bits, so that a file takes its place. */
long syscall(long number, ...)
{
    long a[6];
    va_list arguments;
    va_start(arguments, number);
    for (size_t i = 0; i < LENGTH(a); i++)
        a[i] = va_arg(arguments, long);
    va_end(arguments);
    if (number == SYS_getrandom) {
        draws++;
        errno = ENOSYS;
        return -1;
    }
    long (*real)(long, ...);
    *(void **)&real = dlsym(RTLD_NEXT, "syscall");
    return real(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}

static volatile bool stop;

static void all_are_closed(void)
{
    for (int stream = 0; stream < 3; stream++)
        must(fcntl(stream, F_GETFD) == -1,
             "the library keeps a descriptor with the number of a standard stream");
}

static void *print(void *unused)
{
    (void)unused;
    while (!stop)
        (void)!write(2, "a line of the host\n", 19);
    return NULL;
}

static void write_files(af_client *client)
{
    af_error error = AF_ERROR_INIT;
    pthread_t printer = start_thread(print, NULL);
    for (int i = 0; i < 200; i++) {
        must(af_write_activation_request(client, NULL, "request", &error) == AF_STATUS_OK, error.message);
        char *text = contents_of("request");
        must(text && !strstr(text, "a line of the host"), "what the host prints is in a file of the library");
        free(text);
    }
    must(af_activate_offline(client, LASTING_KEY, "license", NULL, &error) == AF_STATUS_OK, error.message);
    must(af_login_from_file(client, "license", NULL, &error) == AF_STATUS_OK, error.message);
    stop = true;
    must(pthread_join(printer, NULL) == 0, "join");
}

int main(void)
{
    char url[80];
    af_error error = AF_ERROR_INIT;
    enter_folder();
    said = fcntl(2, F_DUPFD, 50);
    snprintf(url, sizeof url, "http://licenses.example%s", strrchr(URL, ':'));
    for (int stream = 0; stream < 3; stream++)
        close(stream);

    af_config *config = test_config();
    must(af_config_set_api_base_url(config, url, &error) == AF_STATUS_OK, error.message);
    must(af_config_set_allow_plain_http(config, true, &error) == AF_STATUS_OK, error.message);
    af_client *client = client_of(config);
    must(af_login(client, KEY, NULL, &error) == AF_STATUS_OK, error.message);
    must(lookups == 1 && draws > 0, "no name was looked up, or nothing drawn at random");
    /* Its connection is kept, and what random bits come from. */
    all_are_closed();
    write_files(client);
    all_are_closed();
    af_client_free(client);
    leave_folder();
    return 0;
}
