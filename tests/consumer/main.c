/* A stranger's program: what needs no service. Usage: consumer_c VERSION */

#include <authforge.h>

#include <stdio.h>
#include <string.h>

#define CHECK(condition)                                              \
  do {                                                                \
    if (!(condition)) return printf("not true: %s\n", #condition), 1; \
  } while (0)

static void count(af_client *client, af_reason reason, const af_error *error, void *user_data) {
  (void)client, (void)reason, (void)error;
  ++*(int *)user_data;
}

int main(int argc, char **argv) {
  const char *key = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
  int failures = 0;
  af_error error = AF_ERROR_INIT;
  af_client *client = NULL;
  af_config *config = af_config_new("app", "secret", "not a key", "SERVER");

  CHECK(argc == 2 && strcmp(af_version(), argv[1]) == 0);
  CHECK(af_client_new(config, &client, &error) == AF_STATUS_INVALID_CONFIG);
  CHECK(strstr(error.message, "public_key") != NULL && client == NULL);
  af_config_free(config);

  config = af_config_new("app", "secret", key, "SERVER");
  /* Nobody listens on this port. */
  CHECK(af_config_set_api_base_url(config, "http://127.0.0.1:1", &error) == AF_STATUS_OK);
  CHECK(af_client_new(config, &client, &error) == AF_STATUS_OK);
  af_config_free(config);
  CHECK(!af_is_authenticated(client));

  CHECK(af_client_set_failure_callback(client, count, &failures, NULL, &error) == AF_STATUS_OK);
  CHECK(af_login(client, "KEY", NULL, &error) == AF_STATUS_NETWORK_ERROR);
  CHECK(!af_is_authenticated(client));
  /* The failure is told before a shutdown returns. */
  CHECK(af_shutdown(10000, &error) == AF_STATUS_OK);
  CHECK(failures == 1);
  af_client_free(client);
  return 0;
}
