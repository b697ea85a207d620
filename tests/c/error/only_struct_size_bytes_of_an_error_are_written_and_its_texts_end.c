/* Only struct_size bytes of an error are written, and its texts end. */

#include <stddef.h>

#include "../harness.h"

int main(void)
{
    af_client *client = test_client();
    for (uint32_t size = 1; size <= sizeof(af_error) + 64; size++) {
        /* On the heap and exactly as large as it says, so that valgrind sees a byte too many. */
        unsigned char *raw = malloc(size < 4 ? 4 : size);
        CHECK(raw != NULL);
        memset(raw, 0xee, size < 4 ? 4 : size);
        memcpy(raw, &size, sizeof size);
        af_error *error = (af_error *)(void *)raw;
        CHECK_STATUS(af_login(client, "", NULL, error), AF_STATUS_MISSING_LICENSE_KEY);
        CHECK_EQ(error->struct_size, size);
        if (size >= offsetof(af_error, http_status))
            CHECK_STATUS(error->status, AF_STATUS_MISSING_LICENSE_KEY);
        if (size > offsetof(af_error, code) && size <= offsetof(af_error, message))
            CHECK(memchr(error->code, 0, size - offsetof(af_error, code)) != NULL);
        if (size > offsetof(af_error, message) && size < sizeof(af_error))
            CHECK(memchr(error->message, 0, size - offsetof(af_error, message)) != NULL);
        for (uint32_t i = sizeof(af_error); i < size; i++)
            CHECK_EQ(raw[i], 0xee);
        free(raw);
    }
    /* The same inside a larger block: what lies behind stays. */
    unsigned char block[sizeof(af_error) + 16];
    for (uint32_t size = 4; size < sizeof(af_error); size += 3) {
        memset(block, 0xee, sizeof block);
        memcpy(block, &size, sizeof size);
        CHECK_STATUS(af_login(client, NULL, NULL, (af_error *)(void *)block), AF_STATUS_INVALID_ARGUMENT);
        for (size_t i = size; i < sizeof block; i++)
            CHECK_EQ(block[i], 0xee);
    }
    af_client_free(client);
    return 0;
}
