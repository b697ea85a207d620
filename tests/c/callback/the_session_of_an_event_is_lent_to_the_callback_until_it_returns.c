/* The session of an event is lent to the callback until it returns. */

#include "../harness.h"

static struct counter told = COUNTER_INIT;
static af_session *lent, *kept;

static void on_event(af_client *client, const af_event *event, void *user_data)
{
    (void)client, (void)user_data;
    af_error error = AF_ERROR_INIT;
    if (event->kind != AF_EVENT_KIND_LOGGED_IN)
        return;
    CHECK_EQ(event->struct_size, sizeof *event);
    lent = event->session;
    CHECK_TEXT(af_session_variable_string(lent, AF_SCOPE_LICENSE, "tier", "none"), "pro");
    if (!kept)
        OK(af_session_clone(lent, &kept, &error));
    else
        /* Not the callback's to free; it may, all the same. */
        af_session_free(lent);
    count_up(&told);
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_client *client = test_client();
    OK(af_client_set_event_callback(client, on_event, NULL, NULL, &error));
    log_in(client);
    CHECK(count_reaches(&told, 1, PATIENCE));
    CHECK_SOON(af_session_get_kind(lent) == AF_SESSION_KIND_NONE);
    log_in(client);
    CHECK(count_reaches(&told, 2, PATIENCE));
    af_client_free(client);
    CHECK_TEXT(af_session_license_label(kept), "Ada Lovelace");
    af_session_free(kept);
    return 0;
}
