/* A seat that an official client of version 1 took is kept. */
/* where: not windows, because the machine is put together of what Linux is asked for */
/* takes: 2 s */

#define _GNU_SOURCE
#include "../harness.h"
#include "../harness/machine.h"

/* The license has one seat, which belongs to nobody. */
static void free_seat(void)
{
    char path[160];
    snprintf(path, sizeof path, "/v1/licenses/%s", KEY);
    admin_do("PUT", path, "{\"maxHwidSlots\":1}");
    snprintf(path, sizeof path, "/v1/licenses/%s/hwid/reset", KEY);
    admin_do("POST", path, "");
}

static void check_sent(const char *endpoint, const char *expected)
{
    char sent[80];
    char *log = requests(endpoint, 1);
    json_text(log, "hwid", 0, sent, sizeof sent);
    CHECK_TEXT(sent, expected);
    free(log);
    admin_do("DELETE", "/dev/requests", "");
}

static void online(af_client *client, const char *id)
{
    static struct recorder recorder = RECORDER_INIT;
    af_error error = AF_ERROR_INIT;
    recorder.count = 0;
    /* As the 1.x client did it. */
    free_seat();
    af_client *before = client_with_hwid(id), *own = test_client();
    log_in(before);
    log_out(before);
    CHECK_STATUS(af_login(own, KEY, NULL, &error), AF_STATUS_HWID_MISMATCH);
    admin_do("DELETE", "/dev/requests", "");

    /* Started, since this is the first that needs the id. */
    record_from(&recorder, client);
    OK(af_login_start(client, KEY, NULL, &error));
    CHECK_STATUS(wait_for_report(&recorder, AF_EVENT_KIND_REQUEST_FINISHED, 1).status, AF_STATUS_OK);
    check_sent("validate", id);
    log_in(client);
    check_sent("validate", id);
    OK(af_client_set_failure_callback(client, NULL, NULL, NULL, &error));
    OK(af_client_set_event_callback(client, NULL, NULL, NULL, &error));
    af_self_ban_options options = AF_SELF_BAN_OPTIONS_INIT;
    options.revoke_license = options.blacklist_hwid = 0;
    options.blacklist_ip = 0;
    OK(af_self_ban(client, &options, &error));
    check_sent("self_ban", id);
    log_out(client);
    af_client_free(before);
    af_client_free(own);
}

static void offline(af_client *client, const char *id)
{
    af_error error = AF_ERROR_INIT;
    char order[160], text[4096], json[4096];
    snprintf(order, sizeof order, "{\"hwid\":{\"mode\":\"bound\",\"hwids\":[\"%s\"]},\"expiresAt\":null}",
             id);
    char *file = mint(KEY, order);
    af_client *own = test_client();
    CHECK_STATUS(af_verify_license_file(own, file, NULL, &error), AF_STATUS_HWID_MISMATCH);
    OK(af_login_from_file(client, file, NULL, &error));
    OK(af_create_activation_request(client, NULL, text, sizeof text, NULL, &error));
    OK(af_parse_activation_request(text, json, sizeof json, NULL, &error));
    CHECK_HAS(json, id);
    OK(af_write_activation_request(client, NULL, "request", &error));
    char *written = contents_of("request");
    OK(af_parse_activation_request(written, json, sizeof json, NULL, &error));
    CHECK_HAS(json, id);
    free(written);
    OK(af_activate_offline(client, LASTING_KEY, NULL, NULL, &error));
    check_sent("offline_activate", id);
    log_out(client);
    af_client_free(own);
    free(file);
}

static void moves(af_hwid_source source, const char *id)
{
    long before = count_of(&spawned);
    af_client *client = client_with_source(source), *other = client_with_source(source);
    CHECK_EQ(count_of(&spawned), before);
    online(client, id);
    offline(client, id);
    check_id(client, id);
    check_id(other, id);
    /* Once for the process. */
    CHECK_EQ(count_of(&spawned), before + 1);
    af_client_free(client);
    af_client_free(other);
}

/* The first that needs the id is a file. */
static void begins_offline(void)
{
    static struct recorder recorder = RECORDER_INIT;
    af_error error = AF_ERROR_INIT;
    char json[4096];
    af_client *client = client_with_source(AF_HWID_SOURCE_CPP_1);
    record_from(&recorder, client);
    OK(af_write_activation_request_start(client, NULL, "first", NULL, &error));
    CHECK_STATUS(wait_for_report(&recorder, AF_EVENT_KIND_REQUEST_FINISHED, 1).status, AF_STATUS_OK);
    char *written = contents_of("first");
    OK(af_parse_activation_request(written, json, sizeof json, NULL, &error));
    CHECK_HAS(json, CPP_1_ID);
    CHECK_EQ(count_of(&spawned), 1);
    free(written);
    af_client_free(client);
    OK(af_shutdown((unsigned)PATIENCE * 1000, &error));
}

static void an_override_comes_first(void)
{
    af_error error = AF_ERROR_INIT;
    af_config *config = test_config();
    OK(af_config_set_hwid_source(config, AF_HWID_SOURCE_CPP_1, &error));
    OK(af_config_set_hwid_override(config, " seat-7 ", &error));
    af_client *client = client_of(config);
    check_id(client, "seat-7");
    OK(af_validate(client, LASTING_KEY, NULL, &error));
    check_sent("validate", "seat-7");
    CHECK_EQ(count_of(&spawned), 0);
    af_client_free(client);
}

static void other_numbers_are_refused(void)
{
    af_error error = AF_ERROR_INIT;
    af_config *config = test_config();
    OK(af_config_set_hwid_source(config, AF_HWID_SOURCE_CSHARP_1, &error));
    REFUSED(af_config_set_hwid_source(config, 3, &error), AF_STATUS_INVALID_ARGUMENT,
            "hwid_source is 3, need 0, 1 or 2");
    REFUSED(af_config_set_hwid_source(config, -1, &error), AF_STATUS_INVALID_ARGUMENT, "hwid_source is -1");
    /* The earlier one stays. */
    af_client *client = client_of(config);
    note_descriptors();
    check_id(client, CSHARP_1_ID);
    af_client_free(client);
    config = test_config();
    OK(af_config_set_hwid_source(config, AF_HWID_SOURCE_CPP_1, &error));
    OK(af_config_set_hwid_source(config, AF_HWID_SOURCE_DEFAULT, &error));
    client = client_of(config);
    char id[80] = "", own[80] = "";
    af_client *plain = test_client();
    OK(af_client_hwid(client, id, sizeof id, NULL, &error));
    OK(af_client_hwid(plain, own, sizeof own, NULL, &error));
    CHECK_TEXT(id, own);
    af_client_free(client);
    af_client_free(plain);
}

int main(void)
{
    struct child child;
    enter_machine();
    an_override_comes_first();
    if (fork_child(&child)) {
        begins_offline();
        child_passed(&child);
    }
    join_child(&child);
    moves(AF_HWID_SOURCE_CPP_1, CPP_1_ID);
    moves(AF_HWID_SOURCE_CSHARP_1, CSHARP_1_ID);
    other_numbers_are_refused();
    leave_folder();
    return 0;
}
