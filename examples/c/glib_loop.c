/* glib_loop.c - a program with GLib's main loop, as GTK has it: it sleeps until the library has news.
 *
 * Usage: glib_loop URL APP_ID PUBLIC_KEY LICENSE_KEY [CA_FILE]
 * The app secret comes from AUTHFORGE_APP_SECRET: docs/secret.md says where a program that you ship has it from.
 * Revoke the license on the server while this runs: the next heartbeat brings it, and the program ends. */
#include <authforge.h>
#include <glib.h>

#include <stdio.h>
#include <stdlib.h>

struct app {
  GMainLoop *loop;
  af_client *client;
  int woken;
};

/* On the thread of the loop. */
static gboolean pump(gpointer data) {
  struct app *app = data;
  app->woken++;
  af_client_pump(app->client);
  return G_SOURCE_REMOVE;
}

/* On a thread of the library. */
static void on_news(af_client *client, void *data) {
  (void)client;
  g_idle_add_full(G_PRIORITY_DEFAULT, pump, data, NULL);
}

/* These two run inside af_client_pump. */
static void on_event(af_client *client, const af_event *event, void *data) {
  struct app *app = data;
  (void)client;
  switch (event->kind) {
    case AF_EVENT_KIND_HEARTBEAT_SUCCEEDED:
      printf("heartbeat: ok\n");
      break;
    case AF_EVENT_KIND_SESSION_ENDED:
      printf("session: over, %s\n", event->code);
      g_main_loop_quit(app->loop);
      break;
    case AF_EVENT_KIND_REQUEST_FINISHED:
      printf("login: %s\n", event->code);
      if (event->status != AF_STATUS_OK) g_main_loop_quit(app->loop);
      break;
    default:
      break;
  }
  fflush(stdout);
}

/* Also told of a login that failed: it is the end of the request that is shown. */
static void on_failure(af_client *client, af_reason reason, const af_error *error, void *data) {
  (void)client, (void)data;
  printf("failure: %s / %s\n", af_reason_name(reason), error->code);
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
  struct app app = {NULL, NULL, 0};
  af_error error = AF_ERROR_INIT;

  if (argc < 5) {
    printf("usage: AUTHFORGE_APP_SECRET=... glib_loop URL APP_ID PUBLIC_KEY LICENSE_KEY [CA_FILE]\n");
    return 2;
  }
  app.client = make_client(argv, argc > 5 ? argv[5] : NULL);
  if (app.client == NULL) return 1;
  app.loop = g_main_loop_new(NULL, FALSE);
  af_client_set_event_callback(app.client, on_event, &app, NULL, NULL);
  af_client_set_failure_callback(app.client, on_failure, NULL, NULL, NULL);
  af_client_set_wakeup_callback(app.client, on_news, &app, NULL, NULL);

  if (af_login_start(app.client, argv[4], NULL, &error) == AF_STATUS_OK) {
    g_main_loop_run(app.loop);
  } else {
    printf("login: %s (%s)\n", error.code, error.message);
  }
  /* The client first: after this nothing is posted any more. Then what was posted before. */
  af_client_free(app.client);
  while (g_idle_remove_by_data(&app)) continue;
  g_main_loop_unref(app.loop);
  printf("closed, woken %d times\n", app.woken);
  return 0;
}
