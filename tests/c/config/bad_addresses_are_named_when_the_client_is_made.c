/* Bad addresses are named when the client is made. */

#include "../harness.h"

int main(void)
{
    const char *const bad[] = {
        "",
        "   ",
        "auth.authforge.cc",
        "127.0.0.1:8080",
        "localhost",
        "https://",
        "http://",
        "://x",
        "ftp://localhost",
        "file:///etc/passwd",
        "http://10.0.0.1",
        "http://example.com:80",
        "http://[::2]/",
        "https://user:password@localhost",
        "https://localhost:99999",
        "https://localhost:0",
        "https://localhost:port",
        "https://local host",
        "https://localhost/?a=b",
        "https://localhost/#a",
        "http://127.0.0.1.example.com",
        "http://localhost.example.com",
        "http://user@127.0.0.1",
        "user:password@localhost",
        "ftp://user:password@localhost/?x",
        "https://localhost/?key=password",
        "https://localhost/#password",
        "http://user:password@10.0.0.1:99999/\\",
        "localhost?password",
    };
    af_error error = AF_ERROR_INIT;
    af_client *client = NULL;
    for (size_t i = 0; i < LENGTH(bad); i++) {
        af_config *config = test_config();
        OK(af_config_set_api_base_url(config, bad[i], &error));
        if (af_client_new(config, &client, &error) != AF_STATUS_INVALID_CONFIG)
            FAIL("\"%s\" was accepted", bad[i]);
        CHECK_HAS(error.message, "api_base_url");
        CHECK(strstr(error.message, "password") == NULL);
        af_config_free(config);
    }
    /* However long, the reason stands, and so do its beginning and end. */
    char address[2049];
    memset(address, 'x', sizeof address - 1);
    memcpy(address, "http://beginning", 16);
    strcpy(address + sizeof address - 9, ".the.end");
    af_config *one = test_config();
    OK(af_config_set_api_base_url(one, address, &error));
    REFUSED(af_client_new(one, &client, &error), AF_STATUS_INVALID_CONFIG, "\"http://beginning");
    CHECK_HAS(error.message, ".the.end\" is plain http to another machine; use https or allow it explicitly");
    /* Also when it is asked. */
    memcpy(address, "https:", 6);
    memcpy(address + 6, "//beginning", 11);
    OK(af_config_set_api_base_url(one, address, &error));
    client = client_of(one);
    CHECK(af_login(client, KEY, NULL, &error) != AF_STATUS_OK);
    CHECK_HAS(error.message, "https://beginning");
    CHECK_HAS(error.message, ".the.end ");
    af_client_free(client);
    /* Said explicitly, plain http may go to other machines. */
    af_config *config = test_config();
    OK(af_config_set_api_base_url(config, "http://10.0.0.1", &error));
    OK(af_config_set_allow_plain_http(config, true, &error));
    af_client_free(client_of(config));
    /* NULL is the service itself. */
    config = test_config();
    OK(af_config_set_api_base_url(config, "nonsense", &error));
    OK(af_config_set_api_base_url(config, NULL, &error));
    af_client_free(client_of(config));
    return 0;
}
