/* A license file is for exactly the hardware ids that it lists. */

#include "../harness.h"

static af_status verified(const char *hwids, const char *hwid)
{
    af_client *client = client_with_hwid(hwid);
    char *text = mint_for(KEY, hwids);
    af_status status = af_verify_license_file(client, text, NULL, NULL);
    free(text);
    af_client_free(client);
    return status;
}

int main(void)
{
    CHECK_STATUS(verified("\"tg:1\"", "tg:1"), AF_STATUS_OK);
    CHECK_STATUS(verified("\"a\",\"tg:1\",\"b\"", "tg:1"), AF_STATUS_OK);
    CHECK_STATUS(verified("\"tg:1\"", " tg:1\n"), AF_STATUS_OK);
    CHECK_STATUS(verified("\"\xc3\xa4\"", "\xc3\xa4"), AF_STATUS_OK);
    CHECK_STATUS(verified("\"TG:1\"", "tg:1"), AF_STATUS_HWID_MISMATCH);
    CHECK_STATUS(verified("\"tg:12\"", "tg:1"), AF_STATUS_HWID_MISMATCH);
    CHECK_STATUS(verified("\"tg:\"", "tg:1"), AF_STATUS_HWID_MISMATCH);
    CHECK_STATUS(verified("\"*\"", "tg:1"), AF_STATUS_HWID_MISMATCH);
    CHECK_STATUS(verified("\"any\"", "tg:1"), AF_STATUS_HWID_MISMATCH);
    /* The same letter in another form is another text. */
    CHECK_STATUS(verified("\"a\xcc\x88\"", "\xc3\xa4"), AF_STATUS_HWID_MISMATCH);
    return 0;
}
