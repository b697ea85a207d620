/* Session functions answer with their empty value for NULL, freed and foreign handles. */

#include "../harness.h"

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_config *config = test_config();
    af_client *client = test_client();
    af_session *session = NULL;
    /* One that had a value for everything. */
    char *file = mint_for(KEY, "\"a\",\"b\"");
    af_client *other = client_with_hwid("b");
    OK(af_verify_license_file(other, file, &session, &error));
    CHECK_EQ(af_session_bound_hwid_count(session), 2);
    af_session_free(session);
    af_client_free(other);
    free(file);

    void *bad[BAD_HANDLES];
    bad_handles(bad, session, config, client);
    for (size_t i = 0; i < BAD_HANDLES; i++) {
        const af_session *handle = bad[i];
        af_session *none = NULL;
        int64_t time = 7;
        REFUSED(af_session_clone(handle, &none, &error), AF_STATUS_INVALID_HANDLE, "handle");
        CHECK(none == NULL);
        CHECK_EQ(af_session_get_kind(handle), AF_SESSION_KIND_NONE);
        CHECK_EQ(af_session_expires_at(handle), 0);
        CHECK_EQ(af_session_license_expires_at(handle, &time), AF_LICENSE_EXPIRY_UNKNOWN);
        CHECK_EQ(time, 7);
        CHECK(af_session_license_label(handle) == NULL);
        CHECK_EQ(af_session_max_hwid_slots(handle), -1);
        CHECK_EQ(af_session_hwid_count(handle), -1);
        CHECK(!af_session_has_unlimited_hwid_slots(handle));
        CHECK(af_session_key_id(handle) == NULL && af_session_request_id(handle) == NULL);
        CHECK(af_session_json(handle) == NULL);
        CHECK(af_session_license_key(handle) == NULL && af_session_license_file(handle) == NULL);
        CHECK_EQ(af_session_issued_at(handle), 0);
        CHECK_EQ(af_session_now(handle), 0);
        CHECK(af_session_license_file_id(handle) == NULL);
        CHECK_EQ(af_session_hwid_policy(handle), AF_HWID_POLICY_NONE);
        CHECK_EQ(af_session_bound_hwid_count(handle), 0);
        CHECK(af_session_bound_hwid_at(handle, 0) == NULL && !af_session_is_reissued(handle));
        CHECK(af_session_variable_bool(handle, AF_SCOPE_LICENSE, "beta", false) == false);
        CHECK(af_session_variable_bool(handle, AF_SCOPE_APP, "maintenance", true) == true);
        CHECK_EQ(af_session_variable_int(handle, AF_SCOPE_LICENSE, "seats", -5), -5);
        CHECK_EQ(af_session_variable_int(handle, AF_SCOPE_APP, "min_version", -5), -5);
        CHECK(af_session_variable_double(handle, AF_SCOPE_LICENSE, "ratio", 1.5) == 1.5);
        CHECK(af_session_variable_double(handle, AF_SCOPE_APP, "min_version", 1.5) == 1.5);
        CHECK_TEXT(af_session_variable_string(handle, AF_SCOPE_LICENSE, "tier", "none"), "none");
        CHECK(af_session_variable_string(handle, AF_SCOPE_APP, "motd", NULL) == NULL);
        CHECK_EQ(af_session_variable_type(handle, AF_SCOPE_LICENSE, "tier"), AF_VARIABLE_TYPE_NONE);
        CHECK_EQ(af_session_variable_type(handle, AF_SCOPE_APP, "motd"), AF_VARIABLE_TYPE_NONE);
        CHECK_EQ(af_session_variable_count(handle, AF_SCOPE_LICENSE) +
                     af_session_variable_count(handle, AF_SCOPE_APP),
                 0);
        CHECK(af_session_variable_name_at(handle, AF_SCOPE_LICENSE, 0) == NULL &&
              af_session_variable_name_at(handle, AF_SCOPE_APP, 0) == NULL);
        CHECK(af_session_variables_json(handle, AF_SCOPE_LICENSE) == NULL &&
              af_session_variables_json(handle, AF_SCOPE_APP) == NULL);
        af_session_free(bad[i]);
    }
    OK(af_logout(client, &error));
    af_config_free(config);
    af_client_free(client);
    return 0;
}
