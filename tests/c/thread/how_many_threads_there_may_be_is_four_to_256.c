/* How many threads there may be is four to 256. */

#include "../harness.h"

int main(void)
{
    static const int wrong[] = { INT32_MIN, -1, 0, 3, 257, INT32_MAX };
    static const int right[] = { 4, 256, 64 };
    af_error error = AF_ERROR_INIT;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        char text[80];
        CHECK_EQ(af_set_max_threads(wrong[i], &error), AF_STATUS_INVALID_ARGUMENT);
        snprintf(text, sizeof text, "threads is %d, need 4 to 256", wrong[i]);
        CHECK_TEXT(error.message, text);
        CHECK_EQ(af_set_max_threads(wrong[i], NULL), AF_STATUS_INVALID_ARGUMENT);
    }
    for (size_t i = 0; i < sizeof right / sizeof *right; i++)
        OK(af_set_max_threads(right[i], &error));
    /* With the fewest everything goes on that does not hang. */
    OK(af_set_max_threads(4, &error));
    af_client *client = test_client();
    log_in(client);
    OK(af_validate(client, KEY, NULL, &error));
    af_client_free(client);
    return 0;
}
