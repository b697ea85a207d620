/* A license file for another license key is refused and not written. */

#include "../harness.h"

static void refused(af_client *client, const char *path)
{
    af_error error = AF_ERROR_INIT;
    af_session *session = NULL;
    add_fault("{\"fault\":\"file_other_key\",\"endpoint\":\"offline_activate\",\"count\":1}");
    REFUSED(af_activate_offline(client, LASTING_KEY, path, &session, &error), AF_STATUS_OFFLINE_FILE_REJECTED,
            "for another license key");
    CHECK(strstr(error.message, LASTING_KEY) == NULL && strstr(error.message, "ANOT-HERX") == NULL);
    CHECK(session == NULL);
    CHECK(!af_is_authenticated(client));
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    enter_folder();
    put("kept", "what was there before\n");
    af_client *client = test_client();
    refused(client, NULL);
    refused(client, "new/deep/file");
    refused(client, "kept");
    CHECK_TEXT(names_in("."), "kept");
    CHECK_FILE("kept", "what was there before\n");

    /* The service writes a key in its own way; the player's is the same. */
    add_fault("{\"fault\":{\"set_fields\":{\"licenseKey\":\" ever-LAST-key8-5grn\\n\"}},"
              "\"endpoint\":\"offline_activate\",\"count\":1}");
    OK(af_activate_offline(client, LASTING_KEY, "kept", NULL, &error));
    CHECK(af_is_authenticated(client));
    OK(af_activate_offline(client, LASTING_KEY, "kept", NULL, &error));
    af_client_free(client);

    /* A file that the host has is for the key that it says. */
    client = test_client();
    OK(af_login_from_file(client, "kept", NULL, &error));
    af_client_free(client);
    leave_folder();
    return 0;
}
