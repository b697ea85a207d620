/* The environment variables that are read are those that are documented. */
/* where: not windows, because getenv is not asked there */
/* devserver: --tls */
/* valgrind: no, it reports the AES-GCM assembler, whose tags are right or no login would succeed */

#define _GNU_SOURCE
#include <ctype.h>
#include <dlfcn.h>

#include "../harness.h"

enum { MOST = 64, LONGEST = 64 };

static char names[MOST][LONGEST];
static size_t known;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static bool is_known(const char *name)
{
    for (size_t i = 0; i < known; i++) {
        if (strcmp(names[i], name) == 0)
            return true;
    }
    return false;
}

/* Ours, for what this program asks for itself. */
static char *(*system_getenv)(const char *);

static void note(const char *name)
{
    if (strncmp(name, "AF_TEST_", 8) == 0)
        return;
    pthread_mutex_lock(&lock);
    if (!is_known(name)) {
        CHECK(known < MOST && strlen(name) < LONGEST);
        strcpy(names[known++], name);
    }
    pthread_mutex_unlock(&lock);
}

/* These stand in front of the system's. */
char *getenv(const char *name)
{
    if (!system_getenv)
        *(void **)&system_getenv = dlsym(RTLD_NEXT, "getenv");
    note(name);
    return system_getenv(name);
}

char *secure_getenv(const char *name)
{
    return getenv(name);
}

static char *page(void)
{
    char path[4096];
    /* From tests/c/config, where this program's source is, to the root. */
    CHECK_BELOW(snprintf(path, sizeof path, "%s", __FILE__), sizeof path);
    for (int up = 0; up < 4; up++) {
        CHECK(strrchr(path, '/') != NULL);
        *strrchr(path, '/') = '\0';
    }
    strcat(path, "/docs/environment.md");
    FILE *file = fopen(path, "r");
    CHECK(file != NULL);
    char *text = calloc(1, 65536);
    CHECK(text != NULL && fread(text, 1, 65535, file) > 0);
    fclose(file);
    return text;
}

/* Every name in the first table, and no other. */
static void compare(const char *documented)
{
    size_t rows = 0;
    const char *end = strstr(documented, "\n## ");
    CHECK(end != NULL);
    for (const char *row = documented; (row = strstr(row, "\n| `")) != NULL && row < end; row++) {
        char name[LONGEST] = "";
        CHECK_EQ(sscanf(row, "\n| `%63[A-Za-z_]`", name), 1);
        if (!is_known(name))
            FAIL("%s is documented and not read", name);
        rows++;
    }
    for (size_t i = 0; i < known; i++) {
        char row[LONGEST + 8];
        snprintf(row, sizeof row, "\n| `%s`", names[i]);
        const char *found = strstr(documented, row);
        if (!found || found > end)
            FAIL("%s is read and not documented", names[i]);
    }
    CHECK_EQ(rows, known);
}

static void log_in_with(const char *ca_file)
{
    af_error error = AF_ERROR_INIT;
    af_config *config = test_config();
    OK(af_config_set_ca_file(config, ca_file, &error));
    af_client *client = client_of(config);
    if (ca_file)
        log_in(client);
    else
        CHECK_STATUS(af_login(client, KEY, NULL, &error), AF_STATUS_TLS_UNTRUSTED);
    OK(af_write_activation_request(client, NULL, "request", &error));
    CHECK_STATUS(af_login_start(client, KEY, NULL, &error), AF_STATUS_OK);
    CHECK_STATUS(af_login_from_file(client, "none", NULL, &error), AF_STATUS_READ_ERROR);
    OK(af_shutdown((unsigned)PATIENCE * 1000, &error));
    af_client_free(client);
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    enter_folder();
    char *documented = page();
    /* Both kinds of trust, a name that nobody knows, files and threads. */
    log_in_with(setting("AF_TEST_CA_FILE"));
    log_in_with(NULL);
    af_config *config = test_config();
    OK(af_config_set_api_base_url(config, "https://licenses.invalid", &error));
    OK(af_config_set_request_timeout(config, 1, &error));
    af_client *client = client_of(config);
    CHECK(af_login(client, KEY, NULL, &error) != AF_STATUS_OK);
    af_client_free(client);
    compare(documented);
    free(documented);
    leave_folder();
    return 0;
}
