/* A burst of requests makes no more threads than eight. */

#include "../harness.h"

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_client *client = test_client();
    int most = 0;
    add_fault("{\"fault\":\"hang\"}");
    for (int i = 0; i < 64; i++) {
        OK(af_validate_start(client, KEY, NULL, &error));
        int now = thread_count() - 1;
        most = now > most ? now : most;
    }
    CHECK_BELOW(most, 9);
    af_client_free(client);
    return 0;
}
