/* An answer that cannot be believed says why. */

#include "../harness.h"

int main(void)
{
    const struct {
        const char *fault;
        af_status status;
    } cases[] = {
        { "\"garbage\"", AF_STATUS_INVALID_JSON_RESPONSE },
        { "{\"status\":{\"http\":200,\"body\":[1,2]}}", AF_STATUS_RESPONSE_NOT_JSON_OBJECT },
        { "{\"status\":{\"http\":200,\"body\":\"\"}}", AF_STATUS_INVALID_JSON_RESPONSE },
        { "{\"status\":{\"http\":200,\"body\":{}}}", AF_STATUS_UNEXPECTED_RESPONSE },
        { "{\"status\":{\"http\":200,\"body\":{\"status\":\"failed\"}}}", AF_STATUS_UNKNOWN_ERROR },
        { "\"wrong_key\"", AF_STATUS_SIGNATURE_MISMATCH },
        { "\"wrong_nonce\"", AF_STATUS_NONCE_MISMATCH },
        { "\"replay\"", AF_STATUS_NONCE_MISMATCH },
        { "{\"drop_fields\":[\"payload\"]}", AF_STATUS_MISSING_PAYLOAD },
        { "{\"drop_fields\":[\"signature\"]}", AF_STATUS_MISSING_SIGNATURE },
        { "{\"drop_fields\":[\"nonce\"]}", AF_STATUS_NONCE_MISMATCH },
        { "{\"drop_fields\":[\"sessionToken\"]}", AF_STATUS_MISSING_SESSION_TOKEN },
        { "{\"set_fields\":{\"sessionToken\":\"\"}}", AF_STATUS_MISSING_SESSION_TOKEN },
        { "{\"set_fields\":{\"sessionToken\":\"x\",\"expiresIn\":\"x\",\"sessionExpiresAt\":0}}",
          AF_STATUS_MISSING_EXPIRES_IN },
        { "{\"set_envelope\":{\"signature\":\"AAAA\"}}", AF_STATUS_INVALID_SIGNATURE_ENCODING },
        { "{\"set_envelope\":{\"payload\":\"e30=\"}}", AF_STATUS_SIGNATURE_MISMATCH },
        { "{\"set_fields\":{\"expiresIn\":1000000000}}", AF_STATUS_SESSION_EXPIRED },
    };
    af_client *client = test_client();
    log_in(client);
    log_out(client);
    for (size_t i = 0; i < LENGTH(cases); i++) {
        af_error error = AF_ERROR_INIT;
        char fault[300];
        snprintf(fault, sizeof fault, "{\"fault\":%s,\"count\":1}", cases[i].fault);
        add_fault(fault);
        if (af_login(client, KEY, NULL, &error) != cases[i].status)
            FAIL("%s: %s: %s", cases[i].fault, error.code, error.message);
        CHECK_TEXT(error.code, af_status_code(cases[i].status));
        CHECK(!af_is_authenticated(client));
    }
    af_client_free(client);
    return 0;
}
