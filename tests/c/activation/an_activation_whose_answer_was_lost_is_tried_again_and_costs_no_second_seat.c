/* An activation whose answer was lost is tried again, and costs no second seat. */
/* takes: 2 s */

#include "../harness.h"

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_session *session = NULL;
    af_client *client = test_client();
    enter_folder();
    add_fault("{\"fault\":\"lose_reply\",\"endpoint\":\"offline_activate\",\"count\":1}");
    OK(af_activate_offline(client, LASTING_KEY, "file", &session, &error));
    /* The first attempt has taken the seat, the second got what that had made. */
    CHECK(af_session_is_reissued(session));
    char *log = requests("offline_activate", 2), *file = kept_file(LASTING_KEY, 0);
    CHECK_EQ(occurrences(log, "\"number\":"), 2);
    check_fresh_nonces(log, 2);
    CHECK_FILE("file", file);
    char *files = admin("GET", "/v1/licenses/" LASTING_KEY "/offline-files", "");
    CHECK_EQ(occurrences(files, "\"jti\":"), 1);
    free(log), free(file), free(files);
    af_session_free(session);
    leave_folder();
    af_client_free(client);
    return 0;
}
