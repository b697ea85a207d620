/* An activation asks with five fields, and needs nothing of the answer but the file. */

#include "../harness.h"

static void check_body(void)
{
    const char *const fields[] = { "appId", "appSecret", "licenseKey", "hwid", "nonce" };
    char expected[600], *log = requests("offline_activate", 1);
    const char *body = strstr(log, "\"body\":{");
    CHECK(body != NULL);
    size_t length = strcspn(body, "}");
    CHECK_BELOW(snprintf(expected, sizeof expected, "%.*s", (int)length, body), sizeof expected);
    CHECK_EQ(occurrences(expected, "\":\""), LENGTH(fields));
    for (size_t i = 0; i < LENGTH(fields); i++) {
        char name[40];
        snprintf(name, sizeof name, "\"%s\":\"", fields[i]);
        CHECK_EQ(occurrences(expected, name), 1);
    }
    CHECK_HAS(expected, "\"licenseKey\":\"" LASTING_KEY "\"");
    CHECK_HAS(expected, "\"hwid\":\"a machine\"");
    check_fresh_nonces(log, 1);
    free(log);
}

int main(void)
{
    /* What is beside the file is not signed. */
    const struct {
        const char *fault;
        bool replay;
    } answers[] = {
        { "{\"set_envelope\":{\"fileName\":\"../../evil\",\"jti\":\"another\",\"later\":[1]}}", true },
        { "{\"set_envelope\":{\"fileName\":7,\"jti\":null,\"status\":\" OK \"}}", true },
        { "{\"set_envelope\":{\"status\":true}}", true },
        { "{\"set_envelope\":{\"replay\":false}}", false },
        { "{\"set_envelope\":{\"replay\":\"true\"}}", false },
        { "{\"set_envelope\":{\"replay\":null}}", false },
        { "{\"drop_fields\":[\"replay\",\"fileName\"]}", false },
    };
    af_error error = AF_ERROR_INIT;
    /* A lifetime of sessions is nothing that it would say. */
    af_config *config = test_config();
    OK(af_config_set_ttl_seconds(config, 7200, &error));
    OK(af_config_set_hwid_override(config, "a machine", &error));
    af_client *client = client_of(config);
    enter_folder();
    OK(af_activate_offline(client, LASTING_KEY, "file", NULL, &error));
    check_body();
    char *file = kept_file(LASTING_KEY, 0);
    for (size_t i = 0; i < LENGTH(answers); i++) {
        char fault[300];
        af_session *session = NULL;
        snprintf(fault, sizeof fault, "{\"fault\":%s,\"endpoint\":\"offline_activate\",\"count\":1}",
                 answers[i].fault);
        add_fault(fault);
        remove_all("file");
        OK(af_activate_offline(client, LASTING_KEY, "file", &session, &error));
        if (af_session_is_reissued(session) != answers[i].replay)
            FAIL("replay is %d after %s", af_session_is_reissued(session), fault);
        af_session_free(session);
        CHECK_FILE("file", file);
        CHECK_TEXT(names_in("."), "file");
    }
    free(file);
    leave_folder();
    af_client_free(client);
    return 0;
}
