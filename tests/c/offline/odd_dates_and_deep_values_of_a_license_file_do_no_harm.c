/* Odd dates and deep values of a license file do no harm. */

#include "../harness.h"

static void believed(af_client *client, const char *fields, int64_t expires, int64_t issued)
{
    af_error error = AF_ERROR_INIT;
    af_session *session = NULL;
    char fault[300];
    snprintf(fault, sizeof fault, "{\"set_fields\":{%s}}", fields);
    char *text = mint_for_any(fault);
    OK(af_login_from_file(client, text, &session, &error));
    CHECK_EQ(af_session_expires_at(session), expires);
    CHECK_EQ(af_session_issued_at(session), issued);
    CHECK(af_is_authenticated(client));
    af_session_free(session);
    free(text);
}

static af_status verified(af_client *client, const char *fault)
{
    char *text = mint_for_any(fault);
    af_status status = af_verify_license_file(client, text, NULL, NULL);
    free(text);
    return status;
}

/* An array in an array, so often. */
static af_status nested(af_client *client, int depth)
{
    static char fault[3000];
    size_t length = (size_t)snprintf(fault, sizeof fault, "{\"set_fields\":{\"licenseVariables\":{\"a\":");
    memset(fault + length, '[', (size_t)depth);
    memset(fault + length + depth, ']', (size_t)depth);
    strcpy(fault + length + 2 * (size_t)depth, "}}}");
    char order[4000], *text;
    snprintf(order, sizeof order, "{\"hwid\":{\"mode\":\"any\"},\"expiresAt\":null,\"fault\":%s}", fault);
    text = mint(KEY, order);
    af_status status = af_verify_license_file(client, text, NULL, NULL);
    free(text);
    return status;
}

int main(void)
{
    static struct recorder recorder = RECORDER_INIT;
    af_client *client = file_client();
    record_from(&recorder, client);
    believed(client, "\"expiresAt\":\"9999-12-31T23:59:59.999Z\",\"issuedAt\":\"2026-01-01T00:00:00Z\"",
             253402300799, 1767225600);
    believed(client, "\"expiresAt\":\"2033-05-18T05:33:20+02:00\",\"issuedAt\":\"1969-12-31T23:59:59.500Z\"",
             2000000000, -1);
    believed(client, "\"expiresAt\":\"2033-05-18T03:33:20.123456789Z\",\"issuedAt\":\"some day\"", 2000000000,
             0);
    /* What follows a session that ends in a thousand years is still the session. */
    CHECK_STATUS(verified(client, "{\"set_fields\":{\"expiresAt\":\"0000-00-00T00:00:00Z\"}}"),
                 AF_STATUS_EXPIRED);
    CHECK_STATUS(verified(client, "{\"set_fields\":{\"expiresAt\":\"2033-02-30T00:00:00Z\"}}"),
                 AF_STATUS_EXPIRED);
    CHECK_STATUS(
        verified(client, "{\"set_fields\":{\"expiresAt\":\"99999999999999999999-01-01T00:00:00Z\"}}"),
        AF_STATUS_EXPIRED);
    CHECK_STATUS(
        verified(client, "{\"set_fields\":{\"expiresAt\":\"2033-01-01T00:00:00-00:153722867280912930\"}}"),
        AF_STATUS_EXPIRED);
    CHECK_STATUS(
        verified(client, "{\"set_fields\":{\"expiresAt\":\"2000-01-01T00:00:00-00:99999999999999999\"}}"),
        AF_STATUS_EXPIRED);
    CHECK_STATUS(verified(client, "{\"set_fields\":{\"expiresAt\":\"1969-12-31T23:59:59Z\"}}"),
                 AF_STATUS_EXPIRED);
    CHECK_STATUS(
        verified(client, "{\"set_fields\":{\"licenseVariables\":[1],\"appVariables\":\"x\",\"label\":7}}"),
        AF_STATUS_OK);
    CHECK_STATUS(nested(client, 20), AF_STATUS_OK);
    CHECK_STATUS(nested(client, 1000), AF_STATUS_MALFORMED_PAYLOAD);
    af_client_free(client);
    CHECK_EQ(report_count(&recorder, AF_EVENT_KIND_FAILURE), 0);
    CHECK_EQ(report_count(&recorder, AF_EVENT_KIND_SESSION_ENDED), 0);
    return 0;
}
