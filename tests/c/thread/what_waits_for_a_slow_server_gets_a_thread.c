/* What waits for a slow server gets a thread. */

#include "../harness.h"

/* Seven eighths of those that may be beside the usual ones, and three of those: as many as ask one server at a time. */
enum { USUAL_ASKING = 3, ASKING = 54 };

int main(void)
{
    static struct recorder recorder = RECORDER_INIT;
    af_error error = AF_ERROR_INIT;
    af_client *client = test_client();
    record_from(&recorder, client);
    add_fault("{\"fault\":\"hang\"}");
    for (int i = 0; i < ASKING; i++)
        OK(af_validate_start(client, KEY, NULL, &error));
    /* Nobody has an answer, and all are asking. */
    CHECK_EQ(request_count("validate", ASKING), ASKING);
    CHECK_BELOW(USUAL_ASKING, thread_count());
    clear_faults();
    /* They go when they are not needed any more. */
    OK(af_logout(client, &error));
    wait_for_report(&recorder, AF_EVENT_KIND_REQUEST_FINISHED, ASKING);
    CHECK_SOON(thread_count() <= 1 + 6);
    CHECK(!af_is_authenticated(client));
    af_client_free(client);
    return 0;
}
