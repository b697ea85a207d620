/* The end of a license file is told to nobody who has logged out or in again. */
/* takes: 4 s */

#include "../harness.h"

int main(void)
{
    static struct recorder recorder = RECORDER_INIT, marker = RECORDER_INIT;
    af_error error = AF_ERROR_INIT;
    af_client *out = file_client(), *freed = file_client(), *shut = file_client(), *lasting = file_client();
    af_client *online = test_client(), *listening = test_client(), *last = file_client();
    char *forever = mint_for_any(NULL);
    record_from(&recorder, listening);
    record_from(&marker, last);
    char *brief = mint_ending_at(wall_ms() + BRIEFLY_MS);
    /* Without a listener the strictest policy would end the process. */
    OK(af_login_from_file(shut, brief, NULL, &error));
    OK(af_shutdown(60000, &error));
    OK(af_login_from_file(out, brief, NULL, &error));
    OK(af_login_from_file(freed, brief, NULL, &error));
    OK(af_login_from_file(lasting, brief, NULL, &error));
    OK(af_login_from_file(online, brief, NULL, &error));
    OK(af_login_from_file(listening, brief, NULL, &error));
    OK(af_verify_license_file(listening, brief, NULL, &error));
    log_out(out);
    af_client_free(freed);
    OK(af_login_from_file(lasting, forever, NULL, &error));
    log_in(online);
    log_in(listening);
    /* A client whose file ends a little later shows that the time has passed. */
    char *later = mint_ending_at(wall_ms() + BRIEFLY_MS);
    OK(af_login_from_file(last, later, NULL, &error));
    CHECK_STATUS(wait_for_report(&marker, AF_EVENT_KIND_FAILURE, 1).status, AF_STATUS_EXPIRED);
    CHECK(!af_is_authenticated(out) && !af_is_authenticated(shut));
    CHECK(af_is_authenticated(lasting) && af_is_authenticated(online) && af_is_authenticated(listening));
    CHECK_EQ(report_count(&recorder, AF_EVENT_KIND_FAILURE), 0);
    CHECK_EQ(report_count(&recorder, AF_EVENT_KIND_SESSION_ENDED), 0);
    af_client *const all[] = { out, shut, lasting, online, listening, last };
    for (size_t i = 0; i < LENGTH(all); i++)
        af_client_free(all[i]);
    free(brief), free(later), free(forever);
    return 0;
}
