/* A license file is a session that tells what the file says. */

#include "../harness.h"

static void check_bound(const af_session *session, const char *text, const char *hwid)
{
    int64_t when = 0;
    CHECK_EQ(af_session_get_kind(session), AF_SESSION_KIND_OFFLINE);
    CHECK_EQ(strlen(af_session_license_file_id(session)), 36);
    CHECK_EQ(af_session_expires_at(session), 1999999999);
    int64_t age = (int64_t)time(NULL) - af_session_issued_at(session);
    CHECK(age >= -1 && age <= 60);
    CHECK_EQ(af_session_hwid_policy(session), AF_HWID_POLICY_BOUND);
    CHECK_EQ(af_session_bound_hwid_count(session), 3);
    CHECK_TEXT(af_session_bound_hwid_at(session, 0), "z-other");
    CHECK_TEXT(af_session_bound_hwid_at(session, 1), hwid);
    CHECK_TEXT(af_session_bound_hwid_at(session, 2), "a-third");
    CHECK(af_session_bound_hwid_at(session, 3) == NULL &&
          af_session_bound_hwid_at(session, SIZE_MAX) == NULL);
    CHECK_TEXT(af_session_license_file(session), text);
    CHECK(!af_session_is_reissued(session));
    CHECK_TEXT(af_session_license_key(session), KEY);
    CHECK_TEXT(af_session_license_label(session), "Ada Lovelace");
    CHECK_TEXT(af_session_key_id(session), "dev-1");
    CHECK_EQ(af_session_license_expires_at(session, &when), AF_LICENSE_EXPIRY_DATE);
    CHECK_EQ(when, 2082758400);
    CHECK_TEXT(af_session_variable_string(session, AF_SCOPE_LICENSE, "tier", "none"), "pro");
    CHECK_EQ(af_session_variable_int(session, AF_SCOPE_LICENSE, "seats", 0), 3);
    CHECK_EQ(af_session_variable_count(session, AF_SCOPE_LICENSE), 4);
    CHECK_EQ(af_session_variable_int(session, AF_SCOPE_APP, "min_version", 0), 3);
    CHECK_EQ(af_session_variable_count(session, AF_SCOPE_APP), 3);
    CHECK_HAS(af_session_json(session), "\"typ\":\"authforge-license\"");
    /* What only the service says. */
    CHECK(af_session_request_id(session) == NULL);
    CHECK_EQ(af_session_max_hwid_slots(session), -1);
    CHECK_EQ(af_session_hwid_count(session), -1);
    CHECK(!af_session_has_unlimited_hwid_slots(session));
}

static void check_lasting(af_client *client)
{
    af_error error = AF_ERROR_INIT;
    af_session *session = NULL;
    int64_t when = 7;
    char *text = mint(LASTING_KEY, "{\"hwid\":{\"mode\":\"any\"},\"expiresAt\":null}");
    OK(af_login_from_file(client, text, &session, &error));
    CHECK_EQ(af_session_expires_at(session), INT64_MAX);
    CHECK_EQ(af_session_hwid_policy(session), AF_HWID_POLICY_ANY);
    CHECK_EQ(af_session_bound_hwid_count(session), 0);
    CHECK(af_session_bound_hwid_at(session, 0) == NULL);
    CHECK_TEXT(af_session_license_key(session), LASTING_KEY);
    CHECK_EQ(af_session_license_expires_at(session, &when), AF_LICENSE_EXPIRY_LIFETIME);
    CHECK_EQ(when, 7);
    CHECK_TEXT(af_session_variables_json(session, AF_SCOPE_LICENSE), "{}");
    af_session_free(session);
    free(text);
}

/* A file may leave out what is not required. */
static void check_thin(af_client *client)
{
    af_error error = AF_ERROR_INIT;
    af_session *session = NULL;
    char *text = mint_for_any("{\"drop_fields\":[\"label\",\"licenseExpiresAt\",\"licenseVariables\","
                              "\"appVariables\"]}");
    OK(af_login_from_file(client, text, &session, &error));
    CHECK(af_session_license_label(session) == NULL);
    CHECK_EQ(af_session_license_expires_at(session, NULL), AF_LICENSE_EXPIRY_UNKNOWN);
    CHECK_TEXT(af_session_variables_json(session, AF_SCOPE_APP), "{}");
    CHECK_EQ(af_session_variable_count(session, AF_SCOPE_LICENSE), 0);
    af_session_free(session);
    free(text);
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_client *client = file_client();
    af_session *session = NULL, *kept = NULL;
    char hwid[80], order[300], json[4096];
    OK(af_client_hwid(client, hwid, sizeof hwid, NULL, &error));
    snprintf(order, sizeof order,
             "{\"hwids\":[\"z-other\",\"%s\",\"a-third\"],\"expiresAt\":\"2033-05-18T03:33:19.999Z\"}", hwid);
    char *text = mint(KEY, order);
    enter_folder();
    put("license.authforge", text);
    const char *const inputs[] = { text, "license.authforge", "./license.authforge" };
    for (size_t i = 0; i < LENGTH(inputs); i++) {
        OK(af_login_from_file(client, inputs[i], &session, &error));
        CHECK(af_is_authenticated(client));
        check_bound(session, text, hwid);
        af_session_free(session);
        OK(af_client_session(client, &session, &error));
        check_bound(session, text, hwid);
        OK(af_get_session_data(client, json, sizeof json, NULL, &error));
        CHECK_TEXT(af_session_json(session), json);
        OK(af_get_license_variables(client, json, sizeof json, NULL, &error));
        CHECK_TEXT(af_session_variables_json(session, AF_SCOPE_LICENSE), json);
        log_out(client);
        CHECK(!af_is_authenticated(client));
        check_bound(session, text, hwid);
        if (!kept)
            OK(af_session_clone(session, &kept, &error));
        af_session_free(session);
    }
    CHECK_STATUS(af_client_session(client, &session, &error), AF_STATUS_NOT_AUTHENTICATED);
    check_lasting(client);
    check_thin(client);
    leave_folder();
    af_client_free(client);
    /* A copy outlives the session that it was made of, and its client. */
    check_bound(kept, text, hwid);
    af_session_free(kept);
    free(text);
    return 0;
}
