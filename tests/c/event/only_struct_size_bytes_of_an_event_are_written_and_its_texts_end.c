/* Only struct_size bytes of an event are written, and its texts end. */

#include <stddef.h>

#include "../harness.h"

int main(void)
{
    const size_t code = offsetof(af_event, code);
    const size_t message = offsetof(af_event, message);
    af_client *client = pump_client();
    for (uint32_t size = 4; size <= sizeof(af_event) + 16; size += 4) {
        CHECK_STATUS(af_login(client, "NO-SUCH-KEY", NULL, NULL), AF_STATUS_INVALID_KEY);
        union {
            af_event event;
            unsigned char bytes[sizeof(af_event) + 32];
        } out;
        memset(&out, 0xee, sizeof out);
        out.event.struct_size = size;
        bool room = size >= offsetof(af_event, session);
        CHECK(af_client_poll(client, &out.event) == room);
        CHECK_EQ(out.event.struct_size, size);
        for (size_t i = size < 4 ? 4 : size; i < sizeof out.bytes; i++)
            CHECK_EQ(out.bytes[i], 0xee);
        if (!room) {
            /* What nobody has room for is not lost. */
            CHECK_EQ(out.bytes[4], 0xee);
            out.event.struct_size = sizeof out.event;
            CHECK(af_client_poll(client, &out.event));
            CHECK_TEXT(out.event.code, "invalid_key");
            continue;
        }
        if (size >= sizeof(af_event))
            CHECK_TEXT(out.event.code, "invalid_key");
        if (size > code && size <= message)
            CHECK(memchr(out.bytes + code, 0, size - code) != NULL);
        if (size > message && size < sizeof(af_event) && size - message <= sizeof out.event.message)
            CHECK(memchr(out.bytes + message, 0, size - message) != NULL);
    }
    af_event event = AF_EVENT_INIT;
    CHECK(!af_client_poll(client, &event));
    af_client_free(client);
    return 0;
}
