/* A started file is there exactly when its request ended well. */

#include "../harness.h"

enum { FILES = 40, ROUNDS = 5 };

static af_request open_requests[FILES];

static void cancel(af_client *client)
{
    af_error error = AF_ERROR_INIT;
    for (int i = FILES - 1; i >= 0; i--)
        OK(af_client_cancel(client, open_requests[i], &error));
}

static void shut_down(af_client *client)
{
    af_error error = AF_ERROR_INIT;
    (void)client;
    OK(af_shutdown(60000, &error));
}

static void check(struct recorder *recorder, int round)
{
    for (int i = 0; i < FILES; i++) {
        char path[80];
        int seen = 0;
        snprintf(path, sizeof path, "%d/%d", round, i);
        for (int j = 0; j < recorder->count; j++) {
            if (recorder->reports[j].request != open_requests[i])
                continue;
            af_status there = access(path, F_OK) == 0 ? AF_STATUS_OK : AF_STATUS_CANCELLED;
            CHECK_STATUS(recorder->reports[j].status, there);
            seen++;
        }
        CHECK_EQ(seen, 1);
    }
}

int main(void)
{
    void (*const ways[])(af_client *) = { cancel, log_out, shut_down, af_client_free };
    af_error error = AF_ERROR_INIT;
    enter_folder();
    for (int round = 0; round < ROUNDS * (int)LENGTH(ways); round++) {
        struct recorder recorder = RECORDER_INIT;
        char path[80];
        af_client *client = test_client();
        record_from(&recorder, client);
        for (int i = 0; i < FILES; i++) {
            snprintf(path, sizeof path, "%d/%d", round, i);
            OK(af_write_activation_request_start(client, NULL, path, &open_requests[i], &error));
        }
        ways[round % (int)LENGTH(ways)](client);
        if (ways[round % (int)LENGTH(ways)] != af_client_free) {
            wait_for_report(&recorder, AF_EVENT_KIND_REQUEST_FINISHED, FILES);
            af_client_free(client);
        }
        check(&recorder, round);
        /* What was still on its way is gone, without a trace. */
        OK(af_shutdown(60000, &error));
        check(&recorder, round);
        snprintf(path, sizeof path, "%d", round);
        if (access(path, F_OK) == 0)
            CHECK(strstr(names_in(path), ".tmp") == NULL);
    }
    leave_folder();
    return 0;
}
