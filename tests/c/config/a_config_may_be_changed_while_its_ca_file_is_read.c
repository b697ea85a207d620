/* A config may be changed while its ca_file is read. */

#include "../harness.h"
#include "../harness/hanging_disk.h"

static af_config *config;

static void *make_client(void *status)
{
    af_client *client = NULL;
    *(af_status *)status = af_client_new(config, &client, NULL);
    return NULL;
}

int main(void)
{
    af_error error = AF_ERROR_INIT;
    af_status status = AF_STATUS_OK;
    enter_folder();
    CHECK(make_folder("hang"));
    put("hang/ca.pem", "none");
    config = test_config();
    OK(af_config_set_ca_file(config, "hang/ca.pem", &error));
    hang_disk();
    pthread_t thread = start_thread(make_client, &status);
    CHECK(count_reaches(&disk_asked, 1, PATIENCE));
    OK(af_config_set_ttl_seconds(config, 60, &error));
    OK(af_config_set_ca_file(config, NULL, &error));
    af_client *client = NULL;
    OK(af_client_new(config, &client, &error));
    af_config_free(config);
    let_disk_go();
    CHECK_EQ(pthread_join(thread, NULL), 0);
    CHECK_STATUS(status, AF_STATUS_INVALID_CONFIG);
    af_client_free(client);
    leave_folder();
    return 0;
}
