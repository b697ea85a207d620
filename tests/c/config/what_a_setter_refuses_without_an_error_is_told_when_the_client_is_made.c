/* What a setter refuses without an error is told when the client is made. */

#include "../harness.h"

struct refusal {
    const char *part;
    af_status status;
    int32_t bad, good;
    const char *bad_text;
    af_status (*set_number)(af_config *, int32_t, af_error *);
    af_status (*set_text)(af_config *, const char *, af_error *);
};

/* Every setter but af_config_set_allow_plain_http, which takes any value. */
static const struct refusal refusals[] = {
    { "heartbeat_interval is 9", AF_STATUS_INVALID_ARGUMENT, 9, 10, NULL, af_config_set_heartbeat_interval,
      NULL },
    { "request_timeout is 0", AF_STATUS_INVALID_ARGUMENT, 0, 1, NULL, af_config_set_request_timeout, NULL },
    { "login_attempts is 11", AF_STATUS_INVALID_ARGUMENT, 11, 10, NULL, af_config_set_login_attempts, NULL },
    { "login_timeout is 999", AF_STATUS_INVALID_ARGUMENT, 999, 0, NULL, af_config_set_login_timeout_ms,
      NULL },
    { "ttl_seconds is -1", AF_STATUS_INVALID_ARGUMENT, -1, 0, NULL, af_config_set_ttl_seconds, NULL },
    { "failure_policy is 7", AF_STATUS_INVALID_ARGUMENT, 7, 2, NULL, af_config_set_failure_policy, NULL },
    { "dispatch is 7", AF_STATUS_INVALID_ARGUMENT, 7, 1, NULL, af_config_set_dispatch, NULL },
    { "token_binding is 7", AF_STATUS_INVALID_ARGUMENT, 7, 0, NULL, af_config_set_token_binding, NULL },
    { "api_base_url is not UTF-8", AF_STATUS_INVALID_UTF8, 0, 0, "\xff", NULL, af_config_set_api_base_url },
    { "hwid_override is not UTF-8", AF_STATUS_INVALID_UTF8, 0, 0, "\xc3(", NULL,
      af_config_set_hwid_override },
    { "ca_file is not UTF-8", AF_STATUS_INVALID_UTF8, 0, 0, "\x80", NULL, af_config_set_ca_file },
};

static af_status refuse(const struct refusal *one, af_config *config, af_error *error)
{
    return one->set_number ? one->set_number(config, one->bad, error)
                           : one->set_text(config, one->bad_text, error);
}

static af_status put_right(const struct refusal *one, af_config *config)
{
    return one->set_number ? one->set_number(config, one->good, NULL) : one->set_text(config, NULL, NULL);
}

static void is_told(af_config *config, const struct refusal *first)
{
    af_error error = AF_ERROR_INIT;
    af_client *client = NULL;
    REFUSED(af_client_new(config, &client, &error), first->status, first->part);
    CHECK(client == NULL);
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    for (size_t i = 0; i < LENGTH(refusals); i++) {
        const struct refusal *one = &refusals[i], *other = &refusals[(i + 1) % LENGTH(refusals)];
        af_config *config = test_config();
        CHECK_STATUS(refuse(one, config, NULL), one->status);
        is_told(config, one);
        /* The first one counts, whatever follows: another refusal, told or not, and the same field set right. */
        CHECK_STATUS(refuse(other, config, NULL), other->status);
        REFUSED(refuse(other, config, &error), other->status, other->part);
        CHECK_STATUS(put_right(one, config), AF_STATUS_OK);
        CHECK_STATUS(af_config_set_allow_plain_http(config, false, NULL), AF_STATUS_OK);
        is_told(config, one);
        is_told(config, one);
        af_config_free(config);

        /* An error that has no room for a status takes no word either. */
        config = test_config();
        af_error small = AF_ERROR_INIT;
        small.struct_size = (uint32_t)offsetof(af_error, status);
        CHECK_STATUS(refuse(one, config, &small), one->status);
        CHECK_STATUS(small.status, AF_STATUS_OK);
        is_told(config, one);
        af_config_free(config);

        /* Who was told may go on with the earlier value, and so may who took a status only. */
        config = test_config();
        REFUSED(refuse(one, config, &error), one->status, one->part);
        af_error only_status = AF_ERROR_INIT;
        only_status.struct_size = (uint32_t)offsetof(af_error, http_status);
        CHECK_STATUS(refuse(one, config, &only_status), one->status);
        CHECK_STATUS(only_status.status, one->status);
        af_client_free(client_of(config));
    }
    return 0;
}
