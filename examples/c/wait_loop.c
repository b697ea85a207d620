/* wait_loop.c - a program whose own thread waits, with neither a frame nor an event loop, and without callbacks.
 *
 * Usage: wait_loop URL APP_ID PUBLIC_KEY LICENSE_KEY [CA_FILE]
 * The app secret comes from AUTHFORGE_APP_SECRET: docs/secret.md says where a program that you ship has it from.
 * Revoke the license on the server while this runs: the next heartbeat brings it, and the program ends. */
#include <authforge.h>

#include <stdio.h>
#include <stdlib.h>

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

/* False when the program is over. */
static bool handle(const af_event *event) {
  switch (event->kind) {
    case AF_EVENT_KIND_FAILURE:
      printf("failure: %s / %s\n", af_reason_name(event->reason), event->code);
      return true;
    case AF_EVENT_KIND_HEARTBEAT_SUCCEEDED:
      printf("heartbeat: ok\n");
      return true;
    case AF_EVENT_KIND_SESSION_ENDED:
      printf("session: over, %s\n", event->code);
      return false;
    case AF_EVENT_KIND_REQUEST_FINISHED:
      printf("login: %s\n", event->code);
      return event->status == AF_STATUS_OK;
    default:
      return true;
  }
}

/* Until the program is over, or another thread frees the client. */
static void run(af_client *client) {
  while (af_client_wait(client, UINT32_MAX)) {
    af_event event = AF_EVENT_INIT;
    while (af_client_poll(client, &event)) {
      bool goes_on = handle(&event);
      fflush(stdout);
      if (!goes_on) return;
    }
  }
}

int main(int argc, char **argv) {
  af_error error = AF_ERROR_INIT;

  if (argc < 5) {
    printf("usage: AUTHFORGE_APP_SECRET=... wait_loop URL APP_ID PUBLIC_KEY LICENSE_KEY [CA_FILE]\n");
    return 2;
  }
  af_client *client = make_client(argv, argc > 5 ? argv[5] : NULL);
  if (client == NULL) return 1;
  if (af_login_start(client, argv[4], NULL, &error) == AF_STATUS_OK) {
    run(client);
  } else {
    printf("login: %s (%s)\n", error.code, error.message);
  }
  af_client_free(client);
  printf("closed\n");
  return 0;
}
