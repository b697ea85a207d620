/* libauthforge, measured through its shared library as a C program uses it.
 *
 * authforge_bench once         one validate, then the end
 * authforge_bench repeat       see measure_blocks
 * authforge_bench idle         threads and sockets before the first login
 * authforge_bench calls        calls without network, with one core and with all
 * authforge_bench client_new   making clients
 * authforge_bench costs        what a frame, a login and the end of a session cost their thread
 * authforge_bench threads N    validates a second of N threads that share a client
 * authforge_bench clients N    N logged-in clients in one process
 * authforge_bench crowd N S    N clients that log in at once, and heartbeats each S seconds, or none for 0; with
 *                              `hanging` every tenth may hang, with `resting` what they cost afterwards
 * authforge_bench dead         how long ending takes while a request hangs
 *
 * All but the first two print lines of a name and its samples. */

#include "authforge_bench.h"

#include <dirent.h>
#include <string.h>
#include <unistd.h>

af_config *config_for(const char *url)
{
    af_config *config =
        af_config_new(from_environment("AF_TEST_APP_ID"), from_environment("AF_TEST_APP_SECRET"),
                      from_environment("AF_TEST_PUBLIC_KEY"), "SERVER");
    const char *issuers = getenv("AF_TEST_CA_FILE");
    must(af_config_set_api_base_url(config, url, NULL) == AF_STATUS_OK, "af_config_set_api_base_url");
    must(af_config_set_ca_file(config, issuers, NULL) == AF_STATUS_OK, "af_config_set_ca_file");
    return config;
}

af_client *client_for(const char *url)
{
    af_config *config = config_for(url);
    af_client *client = NULL;
    must(af_client_new(config, &client, NULL) == AF_STATUS_OK, "af_client_new");
    must(af_client_set_failure_callback(client, ignore_failure, NULL, NULL, NULL) == AF_STATUS_OK,
         "af_client_set_failure_callback");
    af_config_free(config);
    return client;
}

void ignore_failure(af_client *client, af_reason reason, const af_error *error, void *user_data)
{
    (void)client, (void)reason, (void)error, (void)user_data;
}

void print_samples(const char *name, const double *samples, int count)
{
    printf("%s", name);
    for (int i = 0; i < count; i++)
        printf(" %.3f", samples[i]);
    printf("\n");
}

static int entries(const char *folder, const char *target)
{
    int count = 0;
    DIR *directory = opendir(folder);
    must(directory != NULL, folder);
    for (struct dirent *entry; (entry = readdir(directory)) != NULL;) {
        char link[64] = "";
        if (entry->d_name[0] == '.')
            continue;
        if (target != NULL && readlinkat(dirfd(directory), entry->d_name, link, sizeof link - 1) < 0)
            continue;
        if (target == NULL || strncmp(link, target, strlen(target)) == 0)
            count++;
    }
    closedir(directory);
    return count;
}

int other_threads(void)
{
    return entries("/proc/self/task", NULL) - 1;
}

static void measure_idle(void)
{
    af_client *client = client_for(from_environment("AF_TEST_URL"));
    double threads = other_threads(), sockets = entries("/proc/self/fd", "socket:");
    must(!af_is_authenticated(client), "being logged out");
    print_samples("threads", &threads, 1);
    print_samples("sockets", &sockets, 1);
    af_client_free(client);
}

static void validate(void *context)
{
    af_session *session = NULL;
    af_error error = AF_ERROR_INIT;
    if (af_validate(context, from_environment("AF_TEST_LICENSE_KEY"), &session, &error) != AF_STATUS_OK)
        fprintf(stderr, "benchmark: %s: %s\n", error.code, error.message);
    must(af_session_expires_at(session) > (int64_t)time(NULL), "af_validate");
    af_session_free(session);
}

static void measure_validate(int repeat)
{
    af_client *client = client_for(from_environment("AF_TEST_URL"));
    if (repeat)
        measure_blocks(validate, client);
    else
        validate(client);
    af_client_free(client);
}

static int is_said(int count, char **words, const char *word)
{
    while (count-- > 0) {
        if (strcmp(words[count], word) == 0)
            return 1;
    }
    return 0;
}

int main(int argc, char **argv)
{
    const char *mode = argc > 1 ? argv[1] : "";
    if (strcmp(mode, "once") == 0 || strcmp(mode, "repeat") == 0)
        measure_validate(mode[0] == 'r');
    else if (strcmp(mode, "idle") == 0)
        measure_idle();
    else if (strcmp(mode, "calls") == 0)
        measure_calls();
    else if (strcmp(mode, "client_new") == 0)
        measure_client_new();
    else if (strcmp(mode, "costs") == 0)
        measure_costs();
    else if (strcmp(mode, "threads") == 0 && argc == 3)
        measure_threads(atoi(argv[2]));
    else if (strcmp(mode, "clients") == 0 && argc == 3)
        measure_clients(atoi(argv[2]));
    else if (strcmp(mode, "crowd") == 0 && argc >= 4)
        measure_crowd(atoi(argv[2]), atoi(argv[3]), is_said(argc, argv, "hanging"),
                      is_said(argc, argv, "resting"));
    else if (strcmp(mode, "dead") == 0)
        measure_dead_server();
    else
        must(0, "reading the command line");
    return 0;
}
