/* A pump right behind the news waits for nothing of the library. */
/*
 * A loop that never sleeps hears each event in the moment in which it is posted, while whoever posted it may
 * still be busy with the client; and asks for the session at once. */

#define _GNU_SOURCE

#include "player.h"
#include "variables.h"

enum { SECONDS = 4, PLAYERS = 4, OPEN_AT_ONCE = 4, CALLS = 4000000 };

#define BAD_KEY "NOSU-CHKE-YNOS-UCHK"

int main(void)
{
    static struct player players[PLAYERS];
    make_meters(CALLS, 1);
    set_license(KEY, "pro");
    set_app();
    set_clocks();
    for (int i = 0; i < PLAYERS; i++)
        join_game(&players[i], 15);
    const long end = now_ms() + SECONDS * 1000;
    for (long turn = 0; turn < CALLS / PLAYERS && now_ms() < end; turn++) {
        for (int i = 0; i < PLAYERS; i++) {
            struct event_log *log = &players[i].log;
            if (log->open < OPEN_AT_ONCE && log->requests < REQUESTS_OF_ONE)
                begin_login(&players[i], log->requests % 8 == 7 ? BAD_KEY : KEY);
            play_frame(&players[i]);
        }
        work_as_control();
    }
    for (int i = 0; i < PLAYERS; i++) {
        CHECK(players[i].log.told[AF_EVENT_KIND_LOGGED_IN] > 10);
        printf("player %d: %d logins\n", i, players[i].log.told[AF_EVENT_KIND_LOGGED_IN]);
        leave_game(&players[i]);
    }
    take_session_each_frame(&players[0]);
    print_meters();
    return 0;
}
