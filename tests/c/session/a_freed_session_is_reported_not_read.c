/* A freed session is reported, not read. */

#include "../harness.h"

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_client *client = test_client();
    af_session *session = NULL, *copy = NULL;
    OK(af_validate(client, KEY, &session, &error));
    CHECK_TEXT(af_session_variable_string(session, AF_SCOPE_LICENSE, "tier", "none"), "pro");
    af_session_free(session);

    CHECK_EQ(af_session_get_kind(session), AF_SESSION_KIND_NONE);
    CHECK_TEXT(af_session_variable_string(session, AF_SCOPE_LICENSE, "tier", "none"), "none");
    CHECK(af_session_json(session) == NULL);
    REFUSED(af_session_clone(session, &copy, &error), AF_STATUS_INVALID_HANDLE, "handle");
    CHECK(copy == NULL);
    af_client_free(client);
    return 0;
}
