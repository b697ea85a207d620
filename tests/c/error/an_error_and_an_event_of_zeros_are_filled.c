/* An error and an event of zeros are filled. */

#include <stddef.h>

#include "../harness.h"

/* What version 0.1.0 published: a program that was built with it has these sizes for ever. */
#define FIRST_ERROR 336
#define FIRST_EVENT (sizeof(void *) == 8 ? 368 : 364)

int main(void)
{
    af_client *client = pump_client();
    /* On the heap and as large as the first ones, so that valgrind sees a byte too many. */
    af_error *error = calloc(1, FIRST_ERROR);
    CHECK(error != NULL);
    CHECK_STATUS(af_login(client, "NO-SUCH-KEY", NULL, error), AF_STATUS_INVALID_KEY);
    CHECK_STATUS(error->status, AF_STATUS_INVALID_KEY);
    CHECK_TEXT(error->code, "invalid_key");
    CHECK(error->message[0] != 0);
    /* It says itself what it has now, as one that was set up says. */
    CHECK_EQ(error->struct_size, FIRST_ERROR);
    free(error);

    af_event *event = calloc(1, FIRST_EVENT);
    CHECK(event != NULL);
    CHECK(af_client_poll(client, event));
    CHECK_EQ(event->kind, AF_EVENT_KIND_FAILURE);
    CHECK_TEXT(event->code, "invalid_key");
    CHECK_EQ(event->struct_size, FIRST_EVENT);
    free(event);

    /* The other way to write it. A success leaves it as it is. */
    af_error zero = { 0 };
    CHECK_STATUS(af_client_session(client, NULL, &zero), AF_STATUS_INVALID_ARGUMENT);
    CHECK_TEXT(zero.code, "invalid_argument");
    af_error untouched = { 0 };
    CHECK_STATUS(af_client_set_event_callback(client, NULL, NULL, NULL, &untouched), AF_STATUS_OK);
    CHECK_EQ(untouched.struct_size, 0);
    af_client_free(client);
    return 0;
}
