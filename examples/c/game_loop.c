/* game_loop.c - a game of 60 frames a second: login, heartbeats and a revoked license, without a frame that waits.
 *
 * Usage: game_loop URL APP_ID PUBLIC_KEY LICENSE_KEY [CA_FILE]
 * The app secret comes from AUTHFORGE_APP_SECRET: docs/secret.md says where a program that you ship has it from.
 * Change the license's variables or revoke it on the server while this runs: the next heartbeat brings it. Prints
 * each second what the licensing calls of a frame took. */
#include <authforge.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#ifdef _WIN32
#include <windows.h>
#else
#include <time.h>
#endif

enum { FRAMES_PER_SECOND = 60 };

/* What the license switches on. Without a license: the demo. */
struct features {
  bool licensed;
  bool beta;
  int64_t seats;
  const char *tier; /* borrowed from the session that it was read from */
};

struct game {
  af_session *license; /* what the lookups read; NULL is the demo */
  struct features features;
  bool playing;
};

/* Time of the licensing calls, in microseconds. */
struct meter {
  double least, most, sum;
  int frames;
};

#ifdef _WIN32
static double now_us(void) {
  LARGE_INTEGER now, second;
  QueryPerformanceCounter(&now);
  QueryPerformanceFrequency(&second);
  return (double)now.QuadPart * 1e6 / (double)second.QuadPart;
}
#else
static double now_us(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}
#endif

static void note_frame(struct meter *meter, double took) {
  if (meter->frames == 0 || took < meter->least) meter->least = took;
  if (meter->frames == 0 || took > meter->most) meter->most = took;
  meter->sum += took;
  if (++meter->frames < FRAMES_PER_SECOND) return;
  printf("frame: licensing min %.1f us, avg %.1f us, max %.1f us\n", meter->least, meter->sum / meter->frames,
         meter->most);
  fflush(stdout);
  memset(meter, 0, sizeof *meter);
}

static void say_features(const struct game *game, const char *why) {
  printf("game: %s: tier %s, %d player(s), beta content %s\n", why,
         af_session_variable_string(game->license, AF_SCOPE_LICENSE, "tier", "demo"),
         (int)af_session_variable_int(game->license, AF_SCOPE_LICENSE, "seats", 1),
         af_session_variable_bool(game->license, AF_SCOPE_LICENSE, "beta", false) ? "on" : "off");
  fflush(stdout);
}

/* An event's session is borrowed: a clone is ours, and costs no more than a handle. */
static void keep(struct game *game, const af_session *session) {
  af_session *kept = NULL;
  af_session_clone(session, &kept, NULL);
  af_session_free(game->license);
  game->license = kept;
}

/* Both run inside af_client_pump, so on the thread of the game. */
static void on_event(af_client *client, const af_event *event, void *user_data) {
  struct game *game = user_data;
  (void)client;
  switch (event->kind) {
    case AF_EVENT_KIND_LOGGED_IN:
      keep(game, event->session);
      say_features(game, "licensed");
      break;
    case AF_EVENT_KIND_VARIABLES_CHANGED:
      keep(game, event->session);
      say_features(game, "the vendor changed the license");
      break;
    case AF_EVENT_KIND_SESSION_ENDED:
      keep(game, NULL);
      say_features(game, "the license is gone");
      game->playing = false; /* save, say why, and go back to the menu */
      break;
    case AF_EVENT_KIND_REQUEST_FINISHED:
      if (event->status == AF_STATUS_OK) break;
      printf("game: %s\n", af_status_user_message(event->status)); /* for the player */
      game->playing = false;
      break;
    default:
      break;
  }
}

static void on_failure(af_client *client, af_reason reason, const af_error *error, void *user_data) {
  (void)client, (void)user_data;
  /* A transient failure of a heartbeat leaves the session alone; there is nothing to do but to tell. */
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

/* All that licensing does in a frame: no network, no disk, no lock that is held for long. */
static void license_frame(struct game *game, af_client *client) {
  af_client_pump(client);
  game->features.licensed = af_is_authenticated(client);
  game->features.beta = af_session_variable_bool(game->license, AF_SCOPE_LICENSE, "beta", false);
  game->features.seats = af_session_variable_int(game->license, AF_SCOPE_LICENSE, "seats", 1);
  game->features.tier = af_session_variable_string(game->license, AF_SCOPE_LICENSE, "tier", "demo");
}

int main(int argc, char **argv) {
  struct game game = {NULL, {false, false, 1, "demo"}, true};
  struct meter meter = {0, 0, 0, 0};
  af_error error = AF_ERROR_INIT;
  af_client *client;

  if (argc < 5) {
    printf("usage: AUTHFORGE_APP_SECRET=... game_loop URL APP_ID PUBLIC_KEY LICENSE_KEY [CA_FILE]\n");
    return 2;
  }
  client = make_client(argv, argc > 5 ? argv[5] : NULL);
  if (client == NULL) return 1;
  af_client_set_failure_callback(client, on_failure, NULL, NULL, NULL);
  af_client_set_event_callback(client, on_event, &game, NULL, NULL);

  /* While the game loads: the first call reads the machine's id and starts a thread. It does not wait. */
  if (af_login_start(client, argv[4], NULL, &error) != AF_STATUS_OK) {
    printf("login: %s (%s)\n", error.code, error.message);
    game.playing = false;
  }
  while (game.playing) {
    double start = now_us();
    license_frame(&game, client);
    note_frame(&meter, now_us() - start);
    af_client_wait(client, 1000 / FRAMES_PER_SECOND); /* your game */
  }
  printf("game: saved and closed\n");
  af_session_free(game.license);
  af_client_free(client);
  return 0;
}
