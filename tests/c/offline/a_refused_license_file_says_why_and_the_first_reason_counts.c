/* A refused license file says why, and the first reason counts. */

#include "../harness.h"

static struct recorder recorder = RECORDER_INIT;
static int failures;

/* Every way to give the file in answers the same; the session that there is stays. */
static void refused(af_client *client, const char *input, af_status expected, const char *part)
{
    af_error error = AF_ERROR_INIT;
    af_session *session = NULL, *now = NULL;
    REFUSED(af_verify_license_file(client, input, &session, &error), expected, part);
    CHECK_TEXT(error.code, af_status_code(expected));
    CHECK_EQ(recorder.count, failures);
    REFUSED(af_login_from_file(client, input, &session, &error), expected, part);
    CHECK_TEXT(error.code, af_status_code(expected));
    CHECK_EQ(error.http_status, 0);
    CHECK(session == NULL);
    struct report report = wait_for_report(&recorder, AF_EVENT_KIND_FAILURE, ++failures);
    CHECK_STATUS(report.status, expected);
    CHECK_EQ(report.reason, AF_REASON_OFFLINE_LOGIN_FAILED);
    CHECK_TEXT(report.code, af_status_code(expected));
    CHECK(report.authenticated);
    OK(af_client_session(client, &now, &error));
    CHECK_TEXT(af_session_license_key(now), LASTING_KEY);
    af_session_free(now);
}

static void refused_and_freed(af_client *client, char *text, af_status expected, const char *part)
{
    refused(client, text, expected, part);
    free(text);
}

/* The text up to a line, or without it. */
static void refused_without(af_client *client, const char *text, const char *line)
{
    char cut[8192];
    const char *at = strstr(text, line);
    CHECK(at != NULL);
    snprintf(cut, sizeof cut, "%.*s%s", (int)(at - text), text, at + strlen(line));
    refused(client, cut, AF_STATUS_BAD_ARMOR, "");
}

static void refused_armor(af_client *client)
{
    char *text = mint_for_any(NULL), spoiled[8192];
    refused_without(client, text, "-----BEGIN AUTHFORGE SIGNATURE-----\n");
    refused(client, "-----BEGIN AUTHFORGE LICENSE-----", AF_STATUS_BAD_ARMOR, "END AUTHFORGE LICENSE");
    snprintf(spoiled, sizeof spoiled, "%s", text);
    *(strstr(spoiled, "-----END AUTHFORGE LICENSE-----") - 3) = '\0';
    refused(client, spoiled, AF_STATUS_BAD_ARMOR, "END AUTHFORGE LICENSE");
    snprintf(spoiled, sizeof spoiled, "%s", text);
    *(strstr(spoiled, "-----END AUTHFORGE SIGNATURE-----") - 6) = '\0';
    refused(client, spoiled, AF_STATUS_BAD_ARMOR, "END AUTHFORGE SIGNATURE");
    snprintf(spoiled, sizeof spoiled, "%s", text);
    strstr(spoiled, "\n\ney")[2] = '-';
    refused(client, spoiled, AF_STATUS_BAD_SIGNATURE, "");
    /* A character that is base64 too: the text is whole, and its signature is not. */
    strstr(spoiled, "\n\n-y")[2] = 'f';
    refused(client, spoiled, AF_STATUS_BAD_SIGNATURE, "");
    free(text);
}

/* What a user has just written, and mails: in every form that a license file may have. */
static void refused_requests(af_client *client)
{
    af_error error = AF_ERROR_INIT;
    char text[4096], wide[2 * sizeof text];
    OK(af_create_activation_request(client, NULL, text, sizeof text, NULL, &error));
    enter_folder();
    refused(client, text, AF_STATUS_IS_ACTIVATION_REQUEST, "activation request");
    OK(af_write_activation_request(client, NULL, "written", &error));
    refused(client, "written", AF_STATUS_IS_ACTIVATION_REQUEST, "activation request");
    size_t length = strlen(text);
    for (size_t i = 0; i < length; i++) {
        wide[2 * i] = text[i];
        wide[2 * i + 1] = '\0';
    }
    put_bytes("utf-16", wide, 2 * length);
    refused(client, "utf-16", AF_STATUS_IS_ACTIVATION_REQUEST, "");
    for (char *at = text; (at = strchr(at, '\n')) != NULL;)
        *at = ' ';
    refused(client, text, AF_STATUS_IS_ACTIVATION_REQUEST, "");
    leave_folder();
}

static void refused_content(af_client *client)
{
    const char *const missing[] = { "typ", "appId",    "licenseKey", "jti",
                                    "kid", "issuedAt", "expiresAt",  "hwid" };
    char fault[200];
    for (size_t i = 0; i < LENGTH(missing); i++) {
        snprintf(fault, sizeof fault, "{\"drop_fields\":[\"%s\"]}", missing[i]);
        refused_and_freed(client, mint_for_any(fault), AF_STATUS_MALFORMED_PAYLOAD, "");
    }
    const char *const odd[] = { "\"typ\":\"authforge-activation-request\"",
                                "\"hwid\":{\"mode\":\"all\"}",
                                "\"hwid\":{\"mode\":\"bound\",\"hwids\":[]}",
                                "\"hwid\":\"any\"",
                                "\"expiresAt\":0",
                                "\"expiresAt\":\"\"",
                                "\"licenseKey\":7",
                                "\"jti\":null" };
    for (size_t i = 0; i < LENGTH(odd); i++) {
        snprintf(fault, sizeof fault, "{\"set_fields\":{%s}}", odd[i]);
        refused_and_freed(client, mint_for_any(fault), AF_STATUS_MALFORMED_PAYLOAD, "");
    }
    const char *const versions[] = { "2", "0", "true", "\"1\"", "null", "1.5" };
    for (size_t i = 0; i < LENGTH(versions); i++) {
        /* Its version counts before what else is wrong with it. */
        snprintf(fault, sizeof fault, "{\"set_fields\":{\"v\":%s,\"typ\":\"later\"}}", versions[i]);
        refused_and_freed(client, mint_for_any(fault), AF_STATUS_UNSUPPORTED_VERSION, "version");
    }
}

/* Each file has all faults that are named from there on. */
static void refused_in_order(af_client *client, const char *here)
{
    const char *const other = "\"expiresAt\":\"2024-01-01T00:00:00.000Z\","
                              "\"hwid\":{\"mode\":\"bound\",\"hwids\":[\"b\"]}";
    char fault[400];
    refused_and_freed(client, mint_for_any("\"wrong_key\""), AF_STATUS_BAD_SIGNATURE, "");
    refused_and_freed(client, mint_for_any("\"file_tampered\""), AF_STATUS_BAD_SIGNATURE, "");
    refused_content(client);
    snprintf(fault, sizeof fault, "{\"set_fields\":{\"appId\":\"another-app\",%s}}", other);
    refused_and_freed(client, mint_for_any(fault), AF_STATUS_WRONG_APP, "another-app");
    snprintf(fault, sizeof fault, "{\"set_fields\":{%s}}", other);
    refused_and_freed(client, mint_for_any(fault), AF_STATUS_EXPIRED, "2024-01-01");
    refused_and_freed(client, mint_for_any("{\"set_fields\":{\"expiresAt\":\"soon\"}}"), AF_STATUS_EXPIRED,
                      "soon");
    refused_and_freed(client, mint_ending_at(wall_ms()), AF_STATUS_EXPIRED, "");
    refused_and_freed(client, mint_for(KEY, "\"b\",\"c\""), AF_STATUS_HWID_MISMATCH, here);
    refused_and_freed(client, mint_for_any("\"file_other_hwid\""), AF_STATUS_HWID_MISMATCH, here);
    const char *const early =
        "{\"set_fields\":{\"issuedAt\":\"2098-01-01T00:00:00Z\",\"expiresAt\":\"2099-01-01T00:00:00Z\"}}";
    refused_and_freed(client, mint_for_any(early), AF_STATUS_CLOCK_WRONG, "2098-01-01");
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    char here[80];
    af_client *client = file_client();
    OK(af_client_hwid(client, here, sizeof here, NULL, &error));
    OK(af_client_set_failure_callback(client, record_failure, &recorder, NULL, &error));
    char *good = mint(LASTING_KEY, "{\"hwid\":{\"mode\":\"any\"},\"expiresAt\":null}");
    OK(af_login_from_file(client, good, NULL, &error));
    refused(client, "no such file", AF_STATUS_READ_ERROR, "no such file");
    refused_requests(client);
    refused_armor(client);
    refused_in_order(client, here);
    af_client_free(client);
    CHECK_EQ(recorder.count, failures);
    free(good);
    return 0;
}
