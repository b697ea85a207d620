/* Variables are counted and named in the order of their names. */

#include "../harness.h"

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_session *session = NULL;
    char text[256];
    const char *const license[] = { "beta", "ratio", "seats", "tier" };
    const char *const app[] = { "maintenance", "min_version", "motd" };
    af_client *client = test_client();
    OK(af_login(client, KEY, &session, &error));
    CHECK_EQ(af_session_variable_count(session, AF_SCOPE_LICENSE), LENGTH(license));
    for (size_t i = 0; i < LENGTH(license); i++)
        CHECK_TEXT(af_session_variable_name_at(session, AF_SCOPE_LICENSE, i), license[i]);
    CHECK(af_session_variable_name_at(session, AF_SCOPE_LICENSE, LENGTH(license)) == NULL);
    CHECK(af_session_variable_name_at(session, AF_SCOPE_LICENSE, SIZE_MAX) == NULL);
    CHECK_EQ(af_session_variable_count(session, AF_SCOPE_APP), LENGTH(app));
    for (size_t i = 0; i < LENGTH(app); i++)
        CHECK_TEXT(af_session_variable_name_at(session, AF_SCOPE_APP, i), app[i]);
    CHECK(af_session_variable_name_at(session, AF_SCOPE_APP, LENGTH(app)) == NULL);

    OK(af_get_license_variables(client, text, sizeof text, NULL, &error));
    CHECK_TEXT(text, af_session_variables_json(session, AF_SCOPE_LICENSE));
    CHECK_HAS(text, "\"tier\":\"pro\"");
    OK(af_get_app_variables(client, text, sizeof text, NULL, &error));
    CHECK_TEXT(text, af_session_variables_json(session, AF_SCOPE_APP));
    set_license_variables("{}");
    log_in(client);
    OK(af_get_license_variables(client, text, sizeof text, NULL, &error));
    CHECK_TEXT(text, "{}");
    af_session_free(session);
    af_client_free(client);
    return 0;
}
