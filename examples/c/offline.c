/* offline.c - run from a license file, on a machine without a network and without the app secret.
 *
 * Usage: offline APP_ID PUBLIC_KEY LICENSE_FILE REQUEST_FILE [SECONDS]
 * Without a license file that is good here, it writes an activation request for the user to mail to you: you make a
 * license file from it. With one, it plays for so many seconds, or until the file ends. */
#include <authforge.h>

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static void on_failure(af_client *client, af_reason reason, const af_error *error, void *user_data) {
  (void)client, (void)user_data;
  printf("failure: %s / %s (%s)\n", af_reason_name(reason), error->code, error->message);
}

static af_client *make_client(const char *app_id, const char *public_key) {
  af_error error = AF_ERROR_INIT;
  af_client *client = NULL;
  af_config *config = af_config_new(app_id, NULL, public_key, NULL); /* no secret: nothing to steal */
  if (af_config_set_dispatch(config, AF_DISPATCH_PUMP, &error) != AF_STATUS_OK ||
      af_client_new(config, &client, &error) != AF_STATUS_OK) {
    printf("setup: %s\n", error.message);
  }
  af_config_free(config);
  if (client) af_client_set_failure_callback(client, on_failure, NULL, NULL, NULL);
  return client;
}

static void print_license(const af_session *session) {
  const char *label = af_session_license_label(session);
  int64_t end = af_session_expires_at(session);
  printf("license: %s, for %s, tier %s\n", af_session_license_file_id(session),
         label ? label : "nobody in particular",
         af_session_variable_string(session, AF_SCOPE_LICENSE, "tier", "basic"));
  if (end == INT64_MAX) {
    printf("license: for ever\n");
  } else {
    printf("license: ends in %ld seconds\n", (long)(end - (int64_t)time(NULL)));
  }
}

static int ask_for_a_license(af_client *client, const char *request_file) {
  af_error error = AF_ERROR_INIT;
  if (af_write_activation_request(client, NULL, request_file, &error) != AF_STATUS_OK) {
    printf("request: %s\n", error.message);
    return 1;
  }
  printf("request: please mail %s to the people who sold you this program\n", request_file);
  return 3;
}

int main(int argc, char **argv) {
  af_error error = AF_ERROR_INIT;
  af_session *session = NULL;
  af_client *client;
  time_t last;

  if (argc < 5) {
    printf("usage: offline APP_ID PUBLIC_KEY LICENSE_FILE REQUEST_FILE [SECONDS]\n");
    return 2;
  }
  client = make_client(argv[1], argv[2]);
  if (client == NULL) return 1;

  if (af_login_from_file(client, argv[3], &session, &error) != AF_STATUS_OK) {
    int result;
    printf("login: %s\n", error.code);
    result = ask_for_a_license(client, argv[4]);
    af_client_free(client);
    return result;
  }
  printf("login: ok\n");
  print_license(session);
  af_session_free(session);
  fflush(stdout);

  last = time(NULL) + (argc > 5 ? atoi(argv[5]) : 5);
  while (af_is_authenticated(client) && time(NULL) < last) {
    af_client_pump(client);     /* your game's frame */
    af_client_wait(client, 16); /* your game's rest until the next; here as long as there is no news */
  }
  af_client_pump(client);
  printf("game: closed, %s\n", af_is_authenticated(client) ? "still licensed" : "the license has ended");
  af_client_free(client);
  return 0;
}
