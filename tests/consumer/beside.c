/* A program with another library of Rust's in it: both unwind, each its own panics, and the licensing works. */

#include <authforge.h>

#include <stdio.h>
#include <stdlib.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#define CHECK(condition)                                              \
  do {                                                                \
    if (!(condition)) return printf("not true: %s\n", #condition), 1; \
  } while (0)

/* In the other library: 1 if it has caught a panic of its own. */
int other_catches(void);

static pid_t child = -1;

/* A child that is made here leaves the call by unwinding the library, which is done as a panic does it. */
static void on_log(af_log_level level, const char *text, size_t length, void *user_data) {
  (void)level, (void)text, (void)length, (void)user_data;
  if (child == -1) child = fork();
}

int main(void) {
  int status = 0;
  af_error error = AF_ERROR_INIT;
  af_client *client = NULL;
  af_config *config = af_config_new(getenv("AF_TEST_APP_ID"), getenv("AF_TEST_APP_SECRET"),
                                    getenv("AF_TEST_PUBLIC_KEY"), "SERVER");

  CHECK(other_catches());
  CHECK(af_config_set_api_base_url(config, getenv("AF_TEST_URL"), &error) == AF_STATUS_OK);
  CHECK(af_config_set_failure_policy(config, AF_FAILURE_POLICY_CONTINUE, &error) == AF_STATUS_OK);
  CHECK(af_client_new(config, &client, &error) == AF_STATUS_OK);
  af_config_free(config);
  CHECK(af_set_log_callback(AF_LOG_LEVEL_DEBUG, on_log, NULL, NULL, &error) == AF_STATUS_OK);
  af_status logged_in = af_login(client, getenv("AF_TEST_LICENSE_KEY"), NULL, &error);
  if (child == 0) _exit(logged_in == AF_STATUS_FORKED && other_catches() ? 0 : 1);
  CHECK(logged_in == AF_STATUS_OK && af_is_authenticated(client));
  CHECK(child > 0 && waitpid(child, &status, 0) == child);
  CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  CHECK(other_catches());
  CHECK(af_set_log_callback(AF_LOG_LEVEL_OFF, NULL, NULL, NULL, &error) == AF_STATUS_OK);
  CHECK(af_shutdown(10000, &error) == AF_STATUS_OK);
  af_client_free(client);
  return 0;
}
