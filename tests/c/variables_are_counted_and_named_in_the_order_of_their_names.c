/* Variables are counted and named in the order of their names. */

#include "harness.h"

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_session *session = NULL;
    char text[256];
    const char *const license[] = { "beta", "ratio", "seats", "tier" };
    const char *const app[] = { "maintenance", "min_version", "motd" };
    af_client *client = test_client();
    OK(af_login(client, KEY, &session, &error));
    CHECK_INT(af_session_license_count(session), LENGTH(license));
    for (size_t i = 0; i < LENGTH(license); i++)
        CHECK_TEXT(af_session_license_name(session, i), license[i]);
    CHECK(af_session_license_name(session, LENGTH(license)) == NULL);
    CHECK(af_session_license_name(session, SIZE_MAX) == NULL);
    CHECK_INT(af_session_app_count(session), LENGTH(app));
    for (size_t i = 0; i < LENGTH(app); i++)
        CHECK_TEXT(af_session_app_name(session, i), app[i]);
    CHECK(af_session_app_name(session, LENGTH(app)) == NULL);

    OK(af_get_license_variables(client, text, sizeof text, NULL, &error));
    CHECK_TEXT(text, af_session_license_json(session));
    CHECK_HAS(text, "\"tier\":\"pro\"");
    OK(af_get_app_variables(client, text, sizeof text, NULL, &error));
    CHECK_TEXT(text, af_session_app_json(session));
    set_license_variables("{}");
    log_in(client);
    OK(af_get_license_variables(client, text, sizeof text, NULL, &error));
    CHECK_TEXT(text, "{}");
    af_session_free(session);
    af_client_free(client);
    return 0;
}
