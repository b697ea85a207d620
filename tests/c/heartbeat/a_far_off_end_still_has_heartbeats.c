/* A far-off end still has heartbeats. */
/* takes: 11 s */

#include "../harness.h"

int main(void)
{
    /* Beyond every clock, in nanoseconds and in milliseconds, and as far as the number goes. */
    const char *const ends[] = { "1e300", "1900000000000000000", "1900000000000", "9223372036854775807" };
    af_client *clients[LENGTH(ends)];
    for (size_t i = 0; i < LENGTH(ends); i++) {
        af_error error = AF_ERROR_INIT;
        af_session *session = NULL;
        char fault[160];
        snprintf(fault, sizeof fault, "{\"fault\":{\"set_fields\":{\"expiresIn\":%s}},\"count\":1}", ends[i]);
        add_fault(fault);
        OK(af_login(clients[i] = test_client(), KEY, &session, &error));
        /* That is what a license file without an end has. */
        CHECK(af_session_expires_at(session) > wall_ms() / 1000);
        CHECK(af_session_expires_at(session) != INT64_MAX);
        af_session_free(session);
    }
    request_count("heartbeat", LENGTH(ends));
    for (size_t i = 0; i < LENGTH(ends); i++) {
        CHECK(af_is_authenticated(clients[i]));
        af_client_free(clients[i]);
    }
    return 0;
}
