/* A CA file that cannot be used is named when the client is made. */

#include "../harness.h"

static void refused(const char *path, const char *part)
{
    af_error error = AF_ERROR_INIT;
    af_client *client = NULL;
    af_config *config = test_config();
    OK(af_config_set_ca_file(config, path, &error));
    REFUSED(af_client_new(config, &client, &error), AF_STATUS_INVALID_CONFIG, "ca_file");
    CHECK_HAS(error.message, part);
    CHECK(client == NULL);
    af_config_free(config);
}

static void refused_content(const char *content)
{
    put("ca.pem", content);
    refused("ca.pem", "ca.pem");
}

/* As long as a path may be: its beginning, its end and the reason are there. */
static void refused_long(void)
{
    char path[4097];
    memset(path, 'x', sizeof path - 1);
    for (size_t i = 0; i < sizeof path - 1; i += 200)
        path[i] = '/';
    memcpy(path, "/certificates/", 14);
    strcpy(path + sizeof path - 9, "/root.ca");
    refused(path, "/certificates/");
    refused(path, "/root.ca");
    refused(path, "cannot be read: ");
    refused(path, "(os error ");
}

int main(void)
{
    enter_folder();
    refused_long();
    refused("", "ca_file");
    refused("/nowhere/ca.pem", "/nowhere/ca.pem");
    CHECK(make_folder("folder"));
    refused("folder", "folder");
    refused_content("");
    refused_content("this is not PEM\n");
    refused_content("-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----\n");
    refused_content("-----BEGIN CERTIFICATE-----\nAAAA");
    refused_content("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
    leave_folder();
    return 0;
}
