/* Polling with too small a struct loses no event. */

#include <stddef.h>

#include "../harness.h"

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_request request = 0;
    /* All that cannot hold what happened to which request. */
    const size_t least = offsetof(af_event, request) + sizeof(af_request);
    af_client *client = pump_client();
    OK(af_verify_license_file_start(client, "no such file", &request, &error));
    log_out(client);
    for (size_t size = 1; size < least; size++) {
        af_event event;
        memset(&event, 0x5a, sizeof event);
        event.struct_size = (uint32_t)size;
        CHECK(!af_client_poll(client, &event));
        CHECK_EQ(event.request, 0x5a5a5a5a5a5a5a5a);
    }
    CHECK(!af_client_poll(client, NULL));
    af_event event = AF_EVENT_INIT;
    event.struct_size = (uint32_t)least;
    CHECK(af_client_poll(client, &event));
    CHECK_EQ(event.kind, AF_EVENT_KIND_REQUEST_FINISHED);
    CHECK_EQ(event.request, request);
    CHECK(!af_client_poll(client, &event));
    af_client_free(client);
    return 0;
}
