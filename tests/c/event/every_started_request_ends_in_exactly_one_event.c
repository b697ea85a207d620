/* Every started request ends in exactly one event. */

#include "../harness.h"

static char *file;

static af_status login(af_client *client, af_request *request, af_error *error)
{
    return af_login_start(client, KEY, request, error);
}

static af_status validate(af_client *client, af_request *request, af_error *error)
{
    return af_validate_start(client, KEY, request, error);
}

static af_status activate(af_client *client, af_request *request, af_error *error)
{
    return af_activate_offline_start(client, LASTING_KEY, "license", request, error);
}

static af_status self_ban(af_client *client, af_request *request, af_error *error)
{
    const af_self_ban_options nothing = { sizeof nothing, 0, 0, 0, LASTING_KEY, NULL };
    return af_self_ban_start(client, &nothing, request, error);
}

static af_status login_from_file(af_client *client, af_request *request, af_error *error)
{
    return af_login_from_file_start(client, file, request, error);
}

static af_status verify_file(af_client *client, af_request *request, af_error *error)
{
    return af_verify_license_file_start(client, file, request, error);
}

static af_status write_request(af_client *client, af_request *request, af_error *error)
{
    return af_write_activation_request_start(client, NULL, "request", request, error);
}

static const struct {
    af_status (*start)(af_client *, af_request *, af_error *);
    bool has_session;
    /* Asks nobody, so it may be done before it can be cancelled. */
    bool local;
} kinds[] = { { login, true, false },        { validate, true, false },       { activate, true, false },
              { self_ban, false, false },    { login_from_file, true, true }, { verify_file, true, true },
              { write_request, false, true } };

enum { TWICE = 2 * LENGTH(kinds) };

static void check(struct recorder *recorder, const af_request *open, bool cancelled)
{
    for (size_t i = 0; i < TWICE; i++) {
        int seen = 0;
        for (int j = 0; j < recorder->count; j++) {
            const struct report *report = &recorder->reports[j];
            if (report->request != open[i])
                continue;
            bool done = !cancelled || (kinds[i / 2].local && report->status == AF_STATUS_OK);
            CHECK_EQ(report->kind, AF_EVENT_KIND_REQUEST_FINISHED);
            CHECK_STATUS(report->status, done ? AF_STATUS_OK : AF_STATUS_CANCELLED);
            CHECK(report->has_session == (done && kinds[i / 2].has_session));
            seen++;
        }
        CHECK_EQ(seen, 1);
        for (size_t j = 0; j < i; j++)
            CHECK(open[i] != 0 && open[i] != open[j]);
    }
}

int main(void)
{
    enum { ANSWER, LOGOUT, FREE, SHUTDOWN, WAYS, BLOCKERS = 3 };
    static struct recorder all[WAYS] = { RECORDER_INIT, RECORDER_INIT, RECORDER_INIT, RECORDER_INIT };
    static af_request open[WAYS * TWICE];
    af_error error = AF_ERROR_INIT;
    file = mint_for_any(NULL);
    enter_folder();
    for (int way = 0; way < WAYS; way++) {
        struct recorder *recorder = &all[way];
        af_client *client = test_client(), *other = test_client();
        af_request *own = open + way * TWICE;
        record_from(recorder, client);
        if (way != ANSWER) {
            /* Another client's requests, which hang, are in the way of those that ask the service. */
            if (way == LOGOUT)
                add_fault("{\"fault\":\"hang\"}");
            int sent = request_count("validate", 0);
            for (int i = 0; i < BLOCKERS; i++)
                OK(af_validate_start(other, KEY, NULL, &error));
            request_count("validate", sent + BLOCKERS);
        }
        for (size_t i = 0; i < TWICE; i++)
            OK(kinds[i / 2].start(client, &own[i], &error));
        if (way == ANSWER)
            wait_for_report(recorder, AF_EVENT_KIND_REQUEST_FINISHED, TWICE);
        else if (way == LOGOUT)
            log_out(client);
        else if (way == SHUTDOWN)
            OK(af_shutdown(60000, &error));
        af_client_free(client);
        af_client_free(other);
        check(recorder, own, way != ANSWER);
        CHECK_EQ(report_count(recorder, AF_EVENT_KIND_FAILURE), 0);
    }
    /* Numbers are never used again. */
    for (size_t i = 0; i < LENGTH(open); i++)
        for (size_t j = 0; j < i; j++)
            CHECK(open[i] != open[j]);
    leave_folder();
    free(file);
    return 0;
}
