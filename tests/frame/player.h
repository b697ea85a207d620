/* A player's client, and the calls that a game makes for it in each frame. */

#ifndef FRAME_PLAYER_H
#define FRAME_PLAYER_H

#include "../c/harness/server.h"
#include "meters.h"
#include "event_log.h"

struct player {
    af_client *client;
    /* What the lookups read. */
    af_session *session;
    struct event_log log;
};

static inline void join_game(struct player *player, int timeout_seconds)
{
    af_error error = AF_ERROR_INIT;
    af_config *config = af_config_new(APP_ID, APP_SECRET, PUBLIC_KEY, "SERVER");
    memset(player, 0, sizeof *player);
    player->log.thread = pthread_self();
    OK(af_config_set_api_base_url(config, URL, &error));
    OK(af_config_set_heartbeat_interval(config, 10, &error));
    OK(af_config_set_request_timeout(config, timeout_seconds, &error));
    OK(af_config_set_dispatch(config, AF_DISPATCH_PUMP, &error));
    METER(&meters[NEW_CLIENT], OK(af_client_new(config, &player->client, &error)));
    af_config_free(config);
    OK(af_client_set_event_callback(player->client, on_event, &player->log, NULL, &error));
    OK(af_client_set_failure_callback(player->client, on_failure, &player->log, NULL, &error));
}

static inline void begin_login(struct player *player, const char *key)
{
    struct event_log *log = &player->log;
    af_error error = AF_ERROR_INIT;
    CHECK_BELOW(log->requests, REQUESTS_OF_ONE);
    struct request *request = &log->request[log->requests++];
    METER(&meters[LOGIN_START], OK(af_login_start(player->client, key, &request->number, &error)));
    log->open++;
}

static inline void take_session(struct player *player)
{
    player->log.session_changed = false;
    METER(&meters[FREE_SESSION], af_session_free(player->session));
    player->session = NULL;
    METER(&meters[NEW_SESSION], af_client_session(player->client, &player->session, NULL));
}

/* For comparison: a game that takes its session anew in each frame, from the client or from another. */
static inline void take_session_each_frame(struct player *player)
{
    af_session *session = NULL, *clone = NULL;
    METER(&meters[EVERY_SESSION], af_client_session(player->client, &session, NULL));
    if (session)
        METER(&meters[CLONE_SESSION], af_session_clone(session, &clone, NULL));
    af_session_free(clone);
    af_session_free(session);
}

static inline void pump(struct player *player)
{
    struct mark before, after;
    uint32_t told;
    player->log.may_call = true;
    before = before_call();
    told = af_client_pump(player->client);
    after = after_call();
    player->log.may_call = false;
    note_call(&meters[told ? PUMP : EMPTY_PUMP], before, after);
}

static inline void play_frame(struct player *player)
{
    bool authenticated, beta;
    int64_t seats;
    const char *tier;
    pump(player);
    METER(&meters[AUTHENTICATED], authenticated = af_is_authenticated(player->client));
    (void)authenticated; /* Ahead of the news, never behind: it is not compared. */
    if (player->log.session_changed)
        take_session(player);
    METER(&meters[BOOL], beta = af_session_variable_bool(player->session, AF_SCOPE_LICENSE, "beta", false));
    METER(&meters[INT], seats = af_session_variable_int(player->session, AF_SCOPE_LICENSE, "seats", -1));
    METER(&meters[STRING],
          tier = af_session_variable_string(player->session, AF_SCOPE_LICENSE, "tier", "none"));
    CHECK_EQ(beta, player->session != NULL);
    CHECK_EQ(seats, player->session ? 3 : -1);
    CHECK(strcmp(tier, "none") == 0 ? !player->session
                                    : strcmp(tier, "pro") == 0 || strcmp(tier, "gold") == 0);
}

/* The rest is told now, and nothing from then on. */
static inline void leave_game(struct player *player)
{
    af_session_free(player->session);
    player->session = NULL;
    player->log.may_call = player->log.freeing = true;
    METER(&meters[FREE_CLIENT], af_client_free(player->client));
    player->log.may_call = false;
    player->log.freed = true;
    if (player->log.open != 0)
        FAIL("%d of %d requests never ended", player->log.open, player->log.requests);
    CHECK(!af_is_authenticated(player->client));
}

#endif
