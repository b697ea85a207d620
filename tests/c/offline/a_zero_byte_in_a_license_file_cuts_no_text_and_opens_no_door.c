/* A zero byte in a license file cuts no text and opens no door. */

#include "../harness.h"

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_session *session = NULL;
    char hwid[80], fault[400];
    af_client *client = file_client();
    OK(af_client_hwid(client, hwid, sizeof hwid, NULL, &error));
    /* Signed, so the service's; a text that C cannot hold whole is absent, not cut. */
    char *text = mint_for_any("{\"set_fields\":{\"licenseKey\":\"AB\\u0000CD\",\"jti\":\"a\\u0000b\","
                              "\"kid\":\"k\\u0000\",\"label\":\"x\\u0000y\","
                              "\"licenseVariables\":{\"a\":\"b\\u0000c\",\"tier\":\"pro\"}}}");
    OK(af_login_from_file(client, text, &session, &error));
    CHECK(af_session_license_key(session) == NULL && af_session_license_file_id(session) == NULL);
    CHECK(af_session_key_id(session) == NULL && af_session_license_label(session) == NULL);
    CHECK_TEXT(af_session_variable_string(session, AF_SCOPE_LICENSE, "tier", "none"), "pro");
    CHECK_TEXT(af_session_variable_string(session, AF_SCOPE_LICENSE, "a", "none"), "none");
    CHECK_HAS(af_session_json(session), "AB\\u0000CD");
    CHECK_TEXT(af_session_license_file(session), text);
    af_session_free(session);
    free(text);

    snprintf(fault, sizeof fault,
             "{\"set_fields\":{\"hwid\":{\"mode\":\"bound\",\"hwids\":[\"%s\\u0000x\",\"\\u0000\"]}}}", hwid);
    text = mint_for_any(fault);
    CHECK_STATUS(af_login_from_file(client, text, NULL, &error), AF_STATUS_HWID_MISMATCH);
    free(text);
    snprintf(fault, sizeof fault, "{\"set_fields\":{\"appId\":\"%s\\u0000x\"}}", APP_ID);
    text = mint_for_any(fault);
    CHECK_STATUS(af_login_from_file(client, text, NULL, &error), AF_STATUS_WRONG_APP);
    free(text);

    /* Around the armor, on disk, it is as good as any other byte; within it is damage. */
    static char bytes[8192];
    text = mint_for_any(NULL);
    size_t length = strlen(text);
    enter_folder();
    memcpy(bytes + 4, text, length);
    memcpy(bytes, "a\0b\n", 4);
    put_bytes("padded", bytes, length + 64);
    OK(af_login_from_file(client, "padded", &session, &error));
    CHECK_TEXT(af_session_license_key(session), KEY);
    CHECK(af_session_license_file(session) == NULL);
    af_session_free(session);
    bytes[4 + length / 2] = '\0';
    put_bytes("damaged", bytes, length + 4);
    CHECK_STATUS(af_login_from_file(client, "damaged", NULL, &error), AF_STATUS_BAD_SIGNATURE);
    leave_folder();
    free(text);
    af_client_free(client);
    return 0;
}
