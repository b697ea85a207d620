/* A pooled connection that has died is replaced at once by a new one. */
/* devserver: --tls */
/* alone: measures milliseconds */
/* takes: 3 s */
/* valgrind: no, it reports the AES-GCM assembler, whose tags are right or no login would succeed */

#include "../harness.h"

#define IDLE 3

static af_client *tls_client(void)
{
    af_error error = AF_ERROR_INIT;
    af_config *config = test_config();
    OK(af_config_set_ca_file(config, setting("AF_TEST_CA_FILE"), &error));
    return client_of(config);
}

/* The number of the connection that the nth request came on. */
static int connection_of(const char *json, int nth)
{
    static const char name[] = "\"connection\":";
    const char *at = strstr(json, name);
    for (int seen = 0; at && seen < nth; seen++)
        at = strstr(at + 1, name);
    CHECK(at != NULL);
    return atoi(at + strlen(name));
}

/* Three requests at a time leave three connections. */
static void fill_the_pool(af_client *client, int idle[IDLE])
{
    struct login logins[IDLE];
    add_fault("{\"fault\":{\"delay\":{\"ms\":500}},\"count\":3}");
    admin_do("DELETE", "/dev/requests", "");
    for (int i = 0; i < IDLE; i++)
        begin_login(&logins[i], client);
    for (int i = 0; i < IDLE; i++)
        CHECK_STATUS(end_login(&logins[i]), AF_STATUS_OK);
    char *log = requests("validate", IDLE);
    for (int i = 0; i < IDLE; i++)
        idle[i] = connection_of(log, i);
    free(log);
    CHECK(idle[0] != idle[1] && idle[1] != idle[2] && idle[0] != idle[2]);
}

static bool among(const int idle[IDLE], int connection)
{
    return connection == idle[0] || connection == idle[1] || connection == idle[2];
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    const char *const faults[] = {
        "{\"fault\":\"close\",\"count\":1}",
        "{\"fault\":\"close_notify\",\"count\":1}",
        "{\"fault\":\"lose_reply\",\"count\":1}",
    };
    for (size_t i = 0; i < LENGTH(faults); i++) {
        int idle[IDLE];
        af_client *client = tls_client();
        fill_the_pool(client, idle);
        add_fault(faults[i]);
        admin_do("DELETE", "/dev/requests", "");
        long began = now_ms();
        OK(af_validate(client, KEY, NULL, &error));
        CHECK_BELOW(now_ms() - began, 1900);
        char *log = requests("validate", 2);
        CHECK_EQ(occurrences(log, "\"number\":"), 2);
        check_fresh_nonces(log, 2);
        CHECK(among(idle, connection_of(log, 0)));
        /* The others of the pool may be as dead. */
        CHECK(!among(idle, connection_of(log, 1)));
        free(log);
        af_client_free(client);
    }
    return 0;
}
