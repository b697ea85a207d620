/* An answer about another app, key or machine is refused where tokens are bound. */
/* takes: 11 s */

#include "../harness.h"

static af_client *bound_client(af_token_binding binding)
{
    af_error error = AF_ERROR_INIT;
    af_config *config = test_config();
    OK(af_config_set_hwid_override(config, "here", &error));
    OK(af_config_set_token_binding(config, binding, &error));
    return client_of(config);
}

static void answer_once(const char *endpoint, const char *fault)
{
    char json[400];
    snprintf(json, sizeof json, "{\"endpoint\":\"%s\",\"count\":1,\"fault\":%s}", endpoint, fault);
    add_fault(json);
}

static void refused(af_client *client, const char *fault, const char *part)
{
    af_error error = AF_ERROR_INIT;
    af_session *session = NULL;
    answer_once("validate", fault);
    REFUSED(af_validate(client, KEY, &session, &error), AF_STATUS_ANSWER_MISMATCH, part);
    CHECK_TEXT(error.code, "answer_mismatch");
    CHECK_EQ(error.http_status, 200);
    CHECK(strstr(error.message, "WXYZ") == NULL && strstr(error.message, KEY) == NULL && session == NULL);
}

static void accepted(af_client *client, const char *fault)
{
    af_error error = AF_ERROR_INIT;
    answer_once("validate", fault);
    OK(af_validate(client, KEY, NULL, &error));
}

int main(void)
{
    static struct recorder recorder = RECORDER_INIT;
    af_error error = AF_ERROR_INIT;
    char fault[200];
    const char *const others[] = { "{\"set_token\":{\"appId\":\"WXYZ\"}}",
                                   "{\"set_token\":{\"licenseKey\":\"WXYZ\"}}",
                                   "{\"set_token\":{\"hwid\":\"WXYZ\"}}" };
    const char *const names[] = { "app", "license key", "machine" };
    af_client *client = bound_client(AF_TOKEN_BINDING_IF_PRESENT),
              *free_client = bound_client(AF_TOKEN_BINDING_OFF);
    OK(af_validate(client, KEY, NULL, &error));
    for (size_t i = 0; i < LENGTH(others); i++) {
        refused(client, others[i], names[i]);
        accepted(free_client, others[i]);
    }
    /* A key is the same however it is written, and what is not said or cannot be read is let pass. */
    accepted(client, "{\"set_token\":{\"licenseKey\":\"adal vela ce42 7kpt\"}}");
    accepted(client, "{\"set_token\":{\"licenseKey\":\" ADALVELACE427KPT\\n\"}}");
    accepted(client, "{\"set_token\":{\"licenseKey\":null,\"appId\":7,\"hwid\":[]}}");
    accepted(client,
             "{\"set_token\":{\"licenseKey\":\"\",\"appId\":1e400,\"hwid\":\" \",\"more\":\"\\ud83d\"}}");
    accepted(client, "{\"set_fields\":{\"sessionToken\":\"session.validate.token\"}}");
    accepted(client, "{\"set_fields\":{\"sessionToken\":\"opaque\"}}");

    /* A login that is refused so is told, and leaves the session before as it was. */
    record_from(&recorder, client);
    log_in(client);
    answer_once("validate", others[1]);
    CHECK_STATUS(af_login(client, KEY, NULL, &error), AF_STATUS_ANSWER_MISMATCH);
    CHECK(af_is_authenticated(client));
    struct report failure = wait_for_report(&recorder, AF_EVENT_KIND_FAILURE, 1);
    CHECK_EQ(failure.reason, AF_REASON_LOGIN_FAILED);
    CHECK_STATUS(failure.status, AF_STATUS_ANSWER_MISMATCH);

    /* The answer to a heartbeat that names another ends the session. */
    snprintf(fault, sizeof fault, "{\"set_token\":{\"licenseKey\":\"%s\"}}", LASTING_KEY);
    answer_once("heartbeat", fault);
    struct report over = wait_for_report(&recorder, AF_EVENT_KIND_SESSION_ENDED, 1);
    CHECK_STATUS(over.status, AF_STATUS_ANSWER_MISMATCH);
    CHECK(!af_is_authenticated(client));
    af_client_free(client);
    af_client_free(free_client);
    return 0;
}
