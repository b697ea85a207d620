/* A host that never fetches has a bounded queue. */

#define _GNU_SOURCE

#include "../harness.h"

/* More than these is promised nowhere. */
enum { REQUESTS = 64, EVENTS = 512, LOGINS = 550 };

static af_status verify(af_client *client, af_request *request)
{
    return af_verify_license_file_start(client, "no such file", request, NULL);
}

/* That it loses what is oldest is said once. */
static int told;

static void on_log(af_log_level level, const char *text, size_t length, void *data)
{
    static const char part[] = "512 events wait for the host";
    (void)data;
    if (has(text, length, part)) {
        CHECK_EQ(level, AF_LOG_LEVEL_WARN);
        told++;
    }
}

int main(void)
{
    CHECK_STATUS(af_set_log_callback(AF_LOG_LEVEL_WARN, on_log, NULL, NULL, NULL), AF_STATUS_OK);
    af_error error = AF_ERROR_INIT;
    af_event event = AF_EVENT_INIT;
    af_request first = 0, request = 0;
    char *file = mint_for_any(NULL);
    af_client *client = pump_client();
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < REQUESTS; i++)
            CHECK_STATUS(verify(client, i == 0 ? &first : &request), AF_STATUS_OK);
        /* None is under way any more, and each waits to be fetched. */
        log_out(client);
        CHECK_STATUS(verify(client, NULL), AF_STATUS_TOO_MANY);
        REFUSED(af_login_from_file_start(client, file, NULL, &error), AF_STATUS_TOO_MANY, "64 requests");
        /* Room for one. */
        CHECK(af_client_poll(client, &event));
        CHECK_EQ(event.kind, AF_EVENT_KIND_REQUEST_FINISHED);
        CHECK_STATUS(verify(client, NULL), AF_STATUS_OK);
        CHECK_STATUS(verify(client, NULL), AF_STATUS_TOO_MANY);
        log_out(client);
        int ends = 0;
        while (af_client_poll(client, &event))
            ends += event.kind == AF_EVENT_KIND_REQUEST_FINISHED;
        CHECK_EQ(ends, REQUESTS);
    }

    /* The ends of requests outlive whatever else is told. */
    CHECK_STATUS(verify(client, &first), AF_STATUS_OK);
    log_out(client);
    for (int i = 0; i < LOGINS; i++)
        OK(af_login_from_file(client, file, NULL, &error));
    CHECK(af_client_poll(client, &event));
    CHECK_EQ(event.request, first);
    int count = 0;
    while (af_client_poll(client, &event))
        count++;
    CHECK_EQ(count, EVENTS);
    CHECK_EQ(told, 1);
    af_client_free(client);
    free(file);
    return 0;
}
