/* quickstart.c - log in, live on heartbeats, and hear when the license is gone.
 *
 * Usage: quickstart URL APP_ID PUBLIC_KEY LICENSE_KEY [CA_FILE]
 * The app secret comes from AUTHFORGE_APP_SECRET: docs/secret.md says where a program that you ship has it from.
 * With the real service, pass https://auth.authforge.cc and your own values. */
#include <authforge.h>

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* What the callbacks tell main. They run on main's own thread, because main pumps. */
struct news {
  int heartbeats;
  int license_gone;
};

static void on_event(af_client *client, const af_event *event, void *user_data) {
  struct news *news = user_data;
  (void)client;
  if (event->kind == AF_EVENT_KIND_HEARTBEAT_SUCCEEDED) {
    news->heartbeats += 1;
    printf("heartbeat: ok, the license is still good\n");
    fflush(stdout);
  }
}

static void on_failure(af_client *client, af_reason reason, const af_error *error, void *user_data) {
  struct news *news = user_data;
  printf("failure: %s / %s (%s)\n", af_reason_name(reason), error->code, error->message);
  /* A transient failure leaves the session alone; a fatal one has ended it already. */
  if (af_status_is_fatal(error->status)) {
    news->license_gone = 1;
    printf("failure: authenticated is now %s\n", af_is_authenticated(client) ? "true" : "false");
  }
  fflush(stdout);
}

/* What the player is told, and where the game goes from there. */
static void after_refusal(af_status status) {
  printf("game: %s\n", af_status_user_message(status));
  switch (af_status_advice(status)) {
    case AF_ADVICE_ASK_FOR_KEY:
      printf("game: back to the field with the license key\n");
      break;
    case AF_ADVICE_RETRY:
    case AF_ADVICE_USE_OFFLINE:
      printf("game: a button to try again; a license file may do meanwhile\n");
      break;
    default:
      printf("game: back to the menu\n");
      break;
  }
}

static void print_owner(const af_session *session) {
  char day[32] = "never";
  int64_t end = 0;
  const char *label = af_session_license_label(session);
  if (af_session_license_expires_at(session, &end) == AF_LICENSE_EXPIRY_DATE) {
    time_t seconds = (time_t)end;
    strftime(day, sizeof day, "%Y-%m-%d", gmtime(&seconds));
  }
  printf("license: belongs to %s, tier %s, expires %s\n", label ? label : "nobody in particular",
         af_session_variable_string(session, AF_SCOPE_LICENSE, "tier", "basic"), day);
}

static af_client *make_client(char **argv, const char *ca_file) {
  af_error error = AF_ERROR_INIT;
  af_client *client = NULL;
  af_config *config = af_config_new(argv[2], getenv("AUTHFORGE_APP_SECRET"), argv[3], "SERVER");
  if (af_config_set_api_base_url(config, argv[1], &error) != AF_STATUS_OK ||
      af_config_set_ca_file(config, ca_file, &error) != AF_STATUS_OK ||
      af_config_set_heartbeat_interval(config, 10, &error) != AF_STATUS_OK ||
      af_config_set_dispatch(config, AF_DISPATCH_PUMP, &error) != AF_STATUS_OK ||
      af_client_new(config, &client, &error) != AF_STATUS_OK) {
    printf("setup: %s\n", error.message);
  }
  af_config_free(config);
  return client;
}

int main(int argc, char **argv) {
  struct news news = {0, 0};
  af_error error = AF_ERROR_INIT;
  af_session *session = NULL;
  af_client *client;

  if (argc < 5) {
    printf("usage: AUTHFORGE_APP_SECRET=... quickstart URL APP_ID PUBLIC_KEY LICENSE_KEY [CA_FILE]\n");
    return 2;
  }
  client = make_client(argv, argc > 5 ? argv[5] : NULL);
  if (client == NULL) return 1;

  if (af_validate(client, "WRNG-WRNG-WRNG-WRNG", NULL, &error) != AF_STATUS_OK) {
    printf("wrong key: %s (%s)\n", error.code, error.message);
    after_refusal(error.status);
  }

  af_client_set_failure_callback(client, on_failure, &news, NULL, NULL);
  af_client_set_event_callback(client, on_event, &news, NULL, NULL);
  if (af_login(client, argv[4], &session, &error) != AF_STATUS_OK) {
    printf("login: %s (%s)\n", error.code, error.message);
    after_refusal(error.status);
    af_client_free(client);
    return 1;
  }
  printf("login: ok\n");
  print_owner(session);
  af_session_free(session);
  printf("game: running, one heartbeat every 10 seconds\n");
  fflush(stdout);

  while (af_is_authenticated(client) || !news.license_gone) {
    af_client_pump(client);     /* your game's frame */
    af_client_wait(client, 16); /* your game's rest until the next; here as long as there is no news */
  }

  printf("game: saved and closed after %d heartbeat(s)\n", news.heartbeats);
  af_client_free(client);
  return af_shutdown(1000, &error) == AF_STATUS_OK ? 0 : 1;
}
