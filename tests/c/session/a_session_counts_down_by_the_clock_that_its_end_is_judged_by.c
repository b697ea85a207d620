/* A session counts down by the clock that its end is judged by. */

#include "../harness.h"

static bool is_about(int64_t seconds, int64_t expected)
{
    return seconds >= expected - 1 && seconds <= expected + 120;
}

int main(void)
{
    const int64_t days = 2 * 86400, ttl = 86400;
    af_error error = AF_ERROR_INIT;
    af_session *online = NULL, *file = NULL;
    af_client *client = test_client();
    /* This computer is two days ahead of the service: by its clock a session of a day would be over. */
    admin_do("PUT", "/dev/clock", "{\"offset_seconds\":-172800}");
    OK(af_login(client, KEY, &online, &error));
    CHECK(is_about(af_session_now(online), wall_ms() / 1000 - days));
    CHECK(is_about(ttl - (af_session_expires_at(online) - af_session_now(online)), 0));

    /* Nobody has told a license file the time. */
    char *text = mint_for_any(NULL);
    OK(af_verify_license_file(client, text, &file, &error));
    CHECK(is_about(af_session_now(file), wall_ms() / 1000));
    free(text);
    af_session_free(online);
    af_session_free(file);
    af_client_free(client);
    return 0;
}
