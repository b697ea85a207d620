/* A self-ban takes license, machine and address out of use. */

#include "../harness.h"

static void clear_security(void)
{
    char path[160];
    snprintf(path, sizeof path, "/v1/apps/%s/security", APP_ID);
    admin_do("PUT", path, "{\"ipBlacklist\":[],\"hwidBlacklist\":[]}");
}

static void ban(af_client *client, int32_t license, int32_t hwid, int32_t ip)
{
    af_error error = AF_ERROR_INIT;
    af_self_ban_options options = AF_SELF_BAN_OPTIONS_INIT;
    bool before = af_is_authenticated(client);
    options.revoke_license = license;
    options.blacklist_hwid = hwid;
    options.blacklist_ip = ip;
    options.license_key = LASTING_KEY;
    OK(af_self_ban(client, &options, &error));
    /* The session is the host's to end. */
    CHECK(af_is_authenticated(client) == before);
}

int main(void)
{
    af_client *one = client_with_hwid("one"), *two = client_with_hwid("two");
    /* With a key alone: the machine, then the address; the license goes on. */
    ban(one, 1, 1, 0);
    CHECK_STATUS(af_login(one, LASTING_KEY, NULL, NULL), AF_STATUS_BLOCKED);
    CHECK_STATUS(af_login(two, LASTING_KEY, NULL, NULL), AF_STATUS_OK);
    log_out(two);
    ban(one, 1, 0, 1);
    CHECK_STATUS(af_login(two, LASTING_KEY, NULL, NULL), AF_STATUS_BLOCKED);
    clear_security();
    CHECK_STATUS(af_login(one, LASTING_KEY, NULL, NULL), AF_STATUS_OK);

    /* With a session: the license, and with it every machine's. */
    ban(one, 1, 0, 0);
    CHECK_STATUS(af_login(two, LASTING_KEY, NULL, NULL), AF_STATUS_REVOKED);
    CHECK_STATUS(af_login(two, KEY, NULL, NULL), AF_STATUS_OK);
    /* By default all of it. */
    af_error error = AF_ERROR_INIT;
    OK(af_self_ban(two, NULL, &error));
    CHECK(af_is_authenticated(two));
    CHECK_STATUS(af_login(one, KEY, NULL, NULL), AF_STATUS_BLOCKED);
    clear_security();
    CHECK_STATUS(af_login(one, KEY, NULL, NULL), AF_STATUS_REVOKED);
    af_client_free(one);
    af_client_free(two);
    return 0;
}
