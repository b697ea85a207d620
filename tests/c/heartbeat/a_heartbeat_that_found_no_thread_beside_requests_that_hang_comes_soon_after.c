/* A heartbeat that found no thread beside requests that hang comes soon after. */
/* takes: 14 s */

#define _GNU_SOURCE
#include "../harness/threads.h"

#include "../harness.h"

enum { HANGING = 3 };

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_config *config = test_config();
    OK(af_set_max_threads(6, &error));
    OK(af_config_set_request_timeout(config, 600, &error));
    af_client *busy = client_of(config), *client = test_client();
    log_in(client);
    add_fault("{\"fault\":\"hang\",\"endpoint\":\"validate\"}");
    for (int i = 0; i < HANGING; i++)
        OK(af_validate_start(busy, KEY, NULL, &error));
    request_count("validate", HANGING + 1);
    leave_threads(0);
    CHECK(count_reaches(&refused_threads, 1, PATIENCE));
    give_threads();
    long refused_at = now_ms();
    request_count("heartbeat", 1);
    CHECK_BELOW(now_ms() - refused_at, 9000);
    CHECK(af_is_authenticated(client));
    af_client_free(client);
    af_client_free(busy);
    return 0;
}
