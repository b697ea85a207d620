/* Half an emoji or a number beyond a double spoils no answer and no file. */
/* takes: 11 s */

#include "../harness.h"

/* U+FFFD stands for half a character. */
#define HALF "\xef\xbf\xbd"
#define VARIABLES                                                                                               \
    "{\"low\":\"\\ude00\",\"cut\":\"Ada \\ud83d\",\"whole\":\"\\ud83d\\ude00\",\"big\":1e400,\"small\":-9e999," \
    "\"list\":[1e400,\"\\ud83d\"],\"na\\ud83dme\":1,\"fine\":7}"
#define FIELDS                                                       \
    "\"appVariables\":" VARIABLES ",\"licenseVariables\":" VARIABLES \
    ",\"requestId\":\"r\\ud83d\",\"unread\":{\"\\udead\":[\"\\ud83d\\ud83d\\ude00\",1e999]},\"count\":%s"

/* A number of 400 digits. */
static const char *digits(void)
{
    static char text[401];
    memset(text, '7', 400);
    return text;
}

static const char *fields(const char *more)
{
    static char text[4000], order[4200];
    snprintf(text, sizeof text, FIELDS, digits());
    CHECK_BELOW(snprintf(order, sizeof order, "{\"set_fields\":{%s%s}}", text, more), sizeof order);
    return order;
}

static void check_variables(const af_session *session)
{
    CHECK_TEXT(af_session_variable_string(session, AF_SCOPE_LICENSE, "cut", ""), "Ada " HALF);
    CHECK_TEXT(af_session_variable_string(session, AF_SCOPE_APP, "low", ""), HALF);
    CHECK_TEXT(af_session_variable_string(session, AF_SCOPE_APP, "whole", ""), "\xf0\x9f\x98\x80");
    CHECK_EQ(af_session_variable_int(session, AF_SCOPE_LICENSE, "fine", 0), 7);
    CHECK_EQ(af_session_variable_int(session, AF_SCOPE_LICENSE, "na" HALF "me", 0), 1);
    CHECK_EQ(af_session_variable_int(session, AF_SCOPE_APP, "big", -3), -3);
    CHECK(af_session_variable_double(session, AF_SCOPE_APP, "big", 2.5) == 2.5 &&
          af_session_variable_double(session, AF_SCOPE_APP, "small", 2.5) == 2.5);
    CHECK(af_session_variable_string(session, AF_SCOPE_APP, "big", NULL) == NULL);
    CHECK_HAS(af_session_variables_json(session, AF_SCOPE_APP), "\"list\":[null,\"" HALF "\"]");
    CHECK_HAS(af_session_json(session), "\"unread\":{\"" HALF "\":[\"" HALF "\xf0\x9f\x98\x80\",null]}");
    /* Of what is no number's text, tokens and times may have a part. */
    CHECK(strstr(af_session_json(session), ":1e400") == NULL &&
          strstr(af_session_json(session), "77777777777777777777") == NULL);
}

static void check_answers(void)
{
    static struct recorder recorder = RECORDER_INIT;
    af_error error = AF_ERROR_INIT;
    af_session *session = NULL;
    char fault[4400];
    af_client *client = test_client();
    record_from(&recorder, client);
    /* No number beyond a double says that a license never ends. */
    snprintf(
        fault, sizeof fault, "{\"fault\":%s}",
        fields(
            ",\"maxHwidSlots\":1e400,\"licenseExpiresAt\":1e400,\"licenseLabel\":\"\\ud83d\",\"expiresIn\":1e400"));
    add_fault(fault);
    OK(af_login(client, KEY, &session, &error));
    check_variables(session);
    CHECK_TEXT(af_session_request_id(session), "r" HALF);
    CHECK_TEXT(af_session_license_label(session), HALF);
    CHECK_EQ(af_session_max_hwid_slots(session), -1);
    CHECK_EQ(af_session_license_expires_at(session, NULL), AF_LICENSE_EXPIRY_UNKNOWN);
    CHECK(strstr(af_session_json(session), "\"licenseExpiresAt\":null") == NULL);
    CHECK(af_session_expires_at(session) < (int64_t)time(NULL) + 90000);
    af_session_free(session);
    /* Heartbeats, too. */
    CHECK(wait_for_report(&recorder, AF_EVENT_KIND_HEARTBEAT_SUCCEEDED, 1).has_session);
    clear_faults();
    CHECK_EQ(report_count(&recorder, AF_EVENT_KIND_FAILURE), 0);
    /* What is not signed: codes and words. */
    add_fault("{\"fault\":{\"set_envelope\":{\"unread\":\"\\ud83d\",\"more\":1e400}},\"count\":1}");
    OK(af_login(client, KEY, NULL, &error));
    add_fault(
        "{\"fault\":{\"status\":{\"http\":410,\"body\":{\"status\":\"failed\",\"error\":\"revoked\",\"detail\":\"\\ud83d\","
        "\"n\":1e400}}},\"count\":1}");
    CHECK_STATUS(af_validate(client, KEY, NULL, &error), AF_STATUS_REVOKED);
    af_client_free(client);
}

static af_status file_with(af_client *client, const char *more, af_session **session)
{
    char order[4600];
    snprintf(order, sizeof order, "{\"hwid\":{\"mode\":\"any\"},\"expiresAt\":null,\"fault\":%s}",
             fields(more));
    char *text = mint(KEY, order);
    af_status status = af_verify_license_file(client, text, session, NULL);
    free(text);
    return status;
}

int main(void)
{
    af_session *session = NULL;
    check_answers();
    af_client *client = file_client();
    CHECK_STATUS(file_with(client, ",\"label\":\"\\ud83d\"", &session), AF_STATUS_OK);
    check_variables(session);
    CHECK_TEXT(af_session_license_label(session), HALF);
    af_session_free(session);
    /* What a file must say it still must say. */
    CHECK_STATUS(file_with(client, ",\"expiresAt\":1e400", NULL), AF_STATUS_MALFORMED_PAYLOAD);
    CHECK_STATUS(file_with(client, ",\"v\":1e400", NULL), AF_STATUS_UNSUPPORTED_VERSION);
    CHECK_STATUS(file_with(client, ",\"jti\":1e400", NULL), AF_STATUS_MALFORMED_PAYLOAD);
    CHECK_STATUS(file_with(client, ",\"appId\":\"\\ud83d\"", NULL), AF_STATUS_WRONG_APP);
    af_client_free(client);
    return 0;
}
