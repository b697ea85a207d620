/* Odd types in optional fields are unknown, not wrong. */

#include "../harness.h"

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_session *session = NULL;
    int64_t time = 7;
    af_client *client = test_client();
    add_fault("{\"endpoint\":\"validate\",\"fault\":{\"set_fields\":{\"maxHwidSlots\":\"3\",\"hwidCount\":-2,"
              "\"licenseLabel\":7,\"timestamp\":{},\"licenseExpiresAt\":5,\"unlimitedHwidSlots\":\"yes\","
              "\"requestId\":[],\"appVariables\":[1],\"licenseVariables\":null,\"tomorrow\":true}}}");
    OK(af_login(client, KEY, &session, &error));
    CHECK(af_is_authenticated(client));
    CHECK_EQ(af_session_max_hwid_slots(session), -1);
    CHECK_EQ(af_session_hwid_count(session), -1);
    CHECK(af_session_license_label(session) == NULL);
    CHECK(af_session_request_id(session) == NULL);
    CHECK(!af_session_has_unlimited_hwid_slots(session));
    CHECK_EQ(af_session_license_expires_at(session, &time), AF_LICENSE_EXPIRY_UNKNOWN);
    CHECK_EQ(time, 7);
    CHECK_EQ(af_session_variable_count(session, AF_SCOPE_APP), 0);
    CHECK_EQ(af_session_variable_count(session, AF_SCOPE_LICENSE), 0);
    CHECK_TEXT(af_session_variables_json(session, AF_SCOPE_APP), "{}");
    CHECK_HAS(af_session_json(session), "\"tomorrow\":true");
    af_session_free(session);
    af_client_free(client);
    return 0;
}
