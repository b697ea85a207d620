/* A hanging name lookup holds up no caller. */

#define _GNU_SOURCE
#include "../harness.h"

static struct counter asked = COUNTER_INIT, answers = COUNTER_INIT;

/* It hangs until the test lets it go, and then knows nothing. */
IN_FRONT_OF(int, getaddrinfo,
            (const char *host, const char *service, const struct addrinfo *hints, struct addrinfo **out))
{
    (void)service, (void)hints, (void)out;
    CHECK_TEXT(host, "licenses.example");
    count_up(&asked);
    CHECK(count_reaches(&answers, 1, PATIENCE));
    return EAI_NONAME;
}

static af_client *distant_client(void)
{
    af_error error = AF_ERROR_INIT;
    af_config *config = test_config();
    OK(af_config_set_api_base_url(config, "https://licenses.example", &error));
    OK(af_config_set_request_timeout(config, 60, &error));
    return client_of(config);
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    struct login first;
    af_client *one = distant_client(), *other = distant_client();

    begin_login(&first, one);
    CHECK(count_reaches(&asked, 1, PATIENCE));
    OK(af_login_start(other, KEY, NULL, &error));

    /* Neither logout nor shutdown waits for the lookup, and nobody asks for the same name twice. */
    OK(af_logout(one, &error));
    CHECK_STATUS(end_login(&first), AF_STATUS_CANCELLED);
    REFUSED(af_shutdown(2000, &error), AF_STATUS_STILL_RUNNING, "what the system was asked");
    CHECK_EQ(count_of(&asked), 1);

    CHECK(!af_is_authenticated(other));
    count_up(&answers);
    OK(af_shutdown((unsigned)PATIENCE * 1000, &error));
    CHECK_SOON(thread_count() == 1);

    REFUSED(af_validate(one, KEY, NULL, &error), AF_STATUS_DNS_ERROR, "licenses.example");
    af_client_free(one);
    af_client_free(other);
    return 0;
}
