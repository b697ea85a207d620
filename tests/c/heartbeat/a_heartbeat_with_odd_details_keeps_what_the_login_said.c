/* A heartbeat with odd details keeps what the login said. */
/* takes: 11 s */

#include "../harness.h"

#define CLIENTS 4

/* What each client's heartbeats say; the last of them is honest. */
static const char *const said[CLIENTS] = {
    "\"appVariables\":null,\"licenseVariables\":null,\"licenseLabel\":null,\"maxHwidSlots\":null,\"hwidCount\":null,"
    "\"licenseExpiresAt\":null,\"unlimitedHwidSlots\":null,\"requestId\":null,\"sessionExpiresAt\":null",
    "\"appVariables\":[],\"licenseVariables\":\"x\",\"licenseLabel\":7,\"maxHwidSlots\":\"3\",\"hwidCount\":-1,"
    "\"licenseExpiresAt\":\"soon\",\"unlimitedHwidSlots\":\"no\",\"requestId\":[],\"timestamp\":{}",
    "\"appVariables\":1e400,\"licenseVariables\":false,\"licenseLabel\":{},\"maxHwidSlots\":2.5,\"hwidCount\":1e10,"
    "\"licenseExpiresAt\":1900000000,\"unlimitedHwidSlots\":1",
    "\"appVariables\":{},\"licenseVariables\":{},\"licenseLabel\":\"Grace\",\"maxHwidSlots\":5,\"hwidCount\":2,"
    "\"licenseExpiresAt\":\"2040-01-01T00:00:00.000Z\",\"unlimitedHwidSlots\":true",
};

static void check_kept(const af_session *session)
{
    int64_t end = 0;
    CHECK_TEXT(af_session_license_label(session), "Ada Lovelace");
    CHECK_TEXT(af_session_variable_string(session, AF_SCOPE_LICENSE, "tier", "none"), "pro");
    CHECK_EQ(af_session_variable_int(session, AF_SCOPE_APP, "min_version", 0), 3);
    CHECK_EQ(af_session_max_hwid_slots(session), 3);
    CHECK_EQ(af_session_hwid_count(session), 1);
    CHECK(!af_session_has_unlimited_hwid_slots(session));
    CHECK(af_session_request_id(session) != NULL);
    CHECK_EQ(af_session_license_expires_at(session, &end), AF_LICENSE_EXPIRY_DATE);
    CHECK_EQ(end, 2082758400);
    /* The JSON text says the same. */
    CHECK_HAS(af_session_json(session), "\"licenseLabel\":\"Ada Lovelace\"");
    CHECK_HAS(af_session_json(session), "\"licenseExpiresAt\":\"2036-01-01T00:00:00.000Z\"");
    CHECK_HAS(af_session_json(session), "\"maxHwidSlots\":3");
}

static void check_said(const af_session *session)
{
    CHECK_TEXT(af_session_license_label(session), "Grace");
    CHECK_EQ(af_session_variable_count(session, AF_SCOPE_LICENSE) +
                 af_session_variable_count(session, AF_SCOPE_APP),
             0);
    CHECK_TEXT(af_session_variables_json(session, AF_SCOPE_APP), "{}");
    CHECK_EQ(af_session_max_hwid_slots(session), 5);
    CHECK_EQ(af_session_hwid_count(session), 2);
    CHECK(af_session_has_unlimited_hwid_slots(session));
}

/* One more license like the usual one; gives its key. */
static void make_license(char key[64])
{
    char order[300], path[160];
    snprintf(
        order, sizeof order,
        "{\"appId\":\"%s\",\"label\":\"Ada Lovelace\",\"expiresAt\":\"2036-01-01T00:00:00.000Z\",\"maxHwidSlots\":3}",
        APP_ID);
    char *made = admin("POST", "/v1/licenses", order);
    json_text(made, "licenseKey", 0, key, 64);
    free(made);
    snprintf(path, sizeof path, "/v1/licenses/%s/variables", key);
    admin_do("PUT", path, "{\"tier\":\"pro\"}");
}

int main(void)
{
    static struct recorder recorder[CLIENTS];
    af_error error = AF_ERROR_INIT;
    af_client *clients[CLIENTS];
    for (int i = 0; i < CLIENTS; i++) {
        char fault[700], key[64];
        make_license(key);
        snprintf(fault, sizeof fault,
                 "{\"endpoint\":\"heartbeat\",\"license_key\":\"%s\",\"fault\":{\"set_fields\":{%s}}}", key,
                 said[i]);
        add_fault(fault);
        recorder[i] = (struct recorder)RECORDER_INIT;
        clients[i] = client_with_hwid("machine");
        record_from(&recorder[i], clients[i]);
        OK(af_login(clients[i], key, NULL, &error));
    }
    for (int i = 0; i < CLIENTS; i++) {
        af_session *session = NULL;
        bool honest = i == CLIENTS - 1;
        CHECK(wait_for_report(&recorder[i], AF_EVENT_KIND_HEARTBEAT_SUCCEEDED, 1).has_session);
        OK(af_client_session(clients[i], &session, &error));
        (honest ? check_said : check_kept)(session);
        af_session_free(session);
        /* The last thing that is told, so that everything before has been. */
        log_out(clients[i]);
        wait_for_report(&recorder[i], AF_EVENT_KIND_SESSION_ENDED, 1);
        CHECK_EQ(report_count(&recorder[i], AF_EVENT_KIND_VARIABLES_CHANGED), honest);
        CHECK_EQ(report_count(&recorder[i], AF_EVENT_KIND_FAILURE), 0);
        af_client_free(clients[i]);
    }
    return 0;
}
