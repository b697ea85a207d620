/* A session tells what the service said, and what it did not say is told apart. */

#include "../harness.h"

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_client *client = test_client();
    af_session *session = NULL;
    int64_t when = 0;
    OK(af_login(client, KEY, &session, &error));
    CHECK_EQ(af_session_get_kind(session), AF_SESSION_KIND_ONLINE);
    CHECK_EQ(af_session_license_expires_at(session, &when), AF_LICENSE_EXPIRY_DATE);
    CHECK_EQ(when, 2082758400);
    CHECK_EQ(af_session_license_expires_at(session, NULL), AF_LICENSE_EXPIRY_DATE);
    CHECK_TEXT(af_session_license_label(session), "Ada Lovelace");
    CHECK_EQ(af_session_max_hwid_slots(session), 3);
    CHECK_EQ(af_session_hwid_count(session), 1);
    CHECK(!af_session_has_unlimited_hwid_slots(session));
    CHECK_TEXT(af_session_key_id(session), "dev-1");
    CHECK(af_session_request_id(session) != NULL);
    CHECK_HAS(af_session_json(session), "\"sessionToken\"");
    int64_t left = af_session_expires_at(session) - (int64_t)time(NULL);
    CHECK(left > 86300 && left <= 86400);
    af_session_free(session);

    OK(af_login(client, "EVER-LAST-KEY8-5GRN", &session, &error));
    when = 7;
    CHECK_EQ(af_session_license_expires_at(session, &when), AF_LICENSE_EXPIRY_LIFETIME);
    CHECK_EQ(when, 7);
    CHECK_TEXT(af_session_variables_json(session, AF_SCOPE_LICENSE), "{}");
    af_session_free(session);

    OK(af_login(client, "ANYS-EATS-KEY9-3FVU", &session, &error));
    CHECK(af_session_has_unlimited_hwid_slots(session));
    af_session_free(session);

    add_fault(
        "{\"fault\":{\"drop_fields\":[\"licenseExpiresAt\",\"licenseLabel\",\"maxHwidSlots\",\"hwidCount\","
        "\"requestId\",\"keyId\",\"appVariables\",\"licenseVariables\"]},\"count\":1}");
    OK(af_login(client, KEY, &session, &error));
    CHECK_EQ(af_session_license_expires_at(session, &when), AF_LICENSE_EXPIRY_UNKNOWN);
    CHECK_EQ(when, 7);
    CHECK(af_session_license_label(session) == NULL && af_session_key_id(session) == NULL);
    CHECK(af_session_request_id(session) == NULL);
    CHECK_EQ(af_session_max_hwid_slots(session), -1);
    CHECK_EQ(af_session_hwid_count(session), -1);
    CHECK_TEXT(af_session_variables_json(session, AF_SCOPE_APP), "{}");
    CHECK_EQ(af_session_variable_count(session, AF_SCOPE_LICENSE), 0);
    af_session_free(session);
    af_client_free(client);
    return 0;
}
