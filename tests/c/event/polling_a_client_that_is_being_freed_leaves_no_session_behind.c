/* Polling a client that is being freed leaves no session behind. */
/* where: not musl, because its allocator does not say how much is in use */
/* takes: 15 s */
/* valgrind: no, it has an allocator of its own */

#include "../harness.h"
#include "../harness/platform/regions.h"

/* A session with these variables has more than ten times their bytes. */
enum { ROUNDS = 3000, WARM_UP = 100, VARIABLES = 3000, MOST_BYTES = 10 * VARIABLES };

static struct counter begun = COUNTER_INIT, over = COUNTER_INIT;
static af_client *client;

static void *poll_until_freed(void *round)
{
    af_event event = AF_EVENT_INIT;
    count_up(&begun);
    do {
        for (int i = 0; i < 100; i++)
            af_client_poll(client, &event);
    } while (count_of(&over) < *(int *)round);
    return NULL;
}

int main(void)
{
    static char variables[VARIABLES];
    af_error error = AF_ERROR_INIT;
    /* So large that a session which stays is noticed. */
    strcpy(variables, "{\"large\":\"");
    memset(variables + strlen(variables), 'x', VARIABLES - 20);
    strcat(variables, "\"}");
    set_license_variables(variables);
    char *file = mint_for_any(NULL);
    long before = 0;
    /* It is a matter of luck; a busy machine has fewer tries. */
    long end = now_ms() + 15000;
    for (int round = 0; round < ROUNDS && (round <= WARM_UP || now_ms() < end); round++) {
        if (round == WARM_UP)
            before = bytes_in_use();
        client = pump_client();
        int number = round + 1;
        pthread_t poller = start_thread(poll_until_freed, &number);
        CHECK(count_reaches(&begun, number, PATIENCE));
        /* The last of them is being fetched while the client goes. */
        for (int i = 0; i < 2; i++)
            OK(af_login_from_file(client, file, NULL, &error));
        af_client_free(client);
        count_up(&over);
        CHECK_EQ(pthread_join(poller, NULL), 0);
    }
    CHECK_BELOW(bytes_in_use() - before, MOST_BYTES);
    free(file);
    return 0;
}
