/* No call of a frame waits, allocates for nothing or takes long. */
/*
 * A loop of 1000 frames a second, with the calls that a game makes for each of six players, while logins,
 * heartbeats and failures happen: against a server that is `healthy`, `slow` or `hanging`, or `dead` in the
 * middle of the game. Prints what each call took; tests/programs/tests/frame.rs judges it. What players hear is checked
 * here. Says `kill the server` when that is to be done. */

#define _GNU_SOURCE

#include <sched.h>
#include <time.h>

#include "player.h"
#include "variables.h"

enum {
    SECONDS = 15,
    FRAMES = SECONDS * 1000,
    /* Log in once and live on heartbeats: the first of them at 10 s. */
    STAYERS = 3,
    /* Log in again and again, with a good key and a bad one. */
    CALLERS = 2,
    /* Logs in and leaves, with the request still open where servers are slow; then comes the next one. */
    VISIT = 500,
    VISITORS = FRAMES / VISIT,
    PLAYERS = STAYERS + CALLERS + 1
};

#define BAD_KEY "NOSU-CHKE-YNOS-UCHK"
#define REVOKED_KEY "EVER-LAST-KEY8-5GRN"

struct scenario {
    const char *name;
    /* From the start, and from TROUBLE on. */
    const char *fault, *trouble;
    int timeout_seconds;
    int open_at_once;
    /* How much has to have been told, so that something was measured: by kind. */
    int least[KINDS];
};

static const struct scenario scenarios[] = {
    { "healthy",
      NULL,
      NULL,
      15,
      4,
      { [AF_EVENT_KIND_LOGGED_IN] = 100,
        [AF_EVENT_KIND_HEARTBEAT_SUCCEEDED] = 2,
        [AF_EVENT_KIND_VARIABLES_CHANGED] = 2,
        [AF_EVENT_KIND_SESSION_ENDED] = 1,
        [AF_EVENT_KIND_FAILURE] = 100 } },
    { "slow",
      "{\"fault\":{\"delay\":{\"ms\":400}}}",
      NULL,
      15,
      2,
      { [AF_EVENT_KIND_LOGGED_IN] = 10,
        [AF_EVENT_KIND_HEARTBEAT_SUCCEEDED] = 1,
        [AF_EVENT_KIND_VARIABLES_CHANGED] = 1,
        [AF_EVENT_KIND_SESSION_ENDED] = 1,
        [AF_EVENT_KIND_FAILURE] = 10 } },
    { "hanging",
      NULL,
      "{\"fault\":\"hang\"}",
      1,
      1,
      { [AF_EVENT_KIND_LOGGED_IN] = 20, [AF_EVENT_KIND_FAILURE] = 20 } },
    { "dead", NULL, NULL, 15, 2, { [AF_EVENT_KIND_LOGGED_IN] = 20, [AF_EVENT_KIND_FAILURE] = 20 } },
};

static const struct scenario *scenario;
static struct timespec start;

static struct timespec at_ms(long ms)
{
    struct timespec time = start;
    time.tv_sec += ms / 1000;
    time.tv_nsec += ms % 1000 * 1000000;
    if (time.tv_nsec >= 1000000000) {
        time.tv_nsec -= 1000000000;
        time.tv_sec++;
    }
    return time;
}

static void wait_until_ms(long ms)
{
    const struct timespec time = at_ms(ms);
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, NULL) == EINTR)
        ;
}

/* What happens to the server, on a thread of its own. */
static void *direct(void *nothing)
{
    const bool dies = strcmp(scenario->name, "dead") == 0;
    wait_until_ms(6000);
    if (scenario->trouble)
        add_fault(scenario->trouble);
    if (dies) {
        puts("kill the server");
        fflush(stdout);
        return nothing;
    }
    set_license(KEY, "gold");
    license_action(REVOKED_KEY, "revoke");
    return nothing;
}

/* Nobody else gets the core while a frame runs, where the system allows that; threads of the library are
 * not to inherit it. */
static void ask_for_an_idle_core(void)
{
    const struct sched_param first = { .sched_priority = 1 };
    bool given = sched_setscheduler(0, SCHED_FIFO | SCHED_RESET_ON_FORK, &first) == 0;
    printf("the loop's thread %s\n",
           given ? "comes before others on its core" : "shares its core with others");
}

static void check_that_the_librarys_allocations_are_counted(void)
{
    const struct allocations before = allocations;
    static struct player somebody;
    join_game(&somebody, 1);
    CHECK(meters[NEW_CLIENT].allocated.made > 0);
    leave_game(&somebody);
    CHECK(meters[FREE_CLIENT].allocated.freed > 0);
    CHECK(allocations.made > before.made);
}

static void act(struct player *stayers, struct player *callers, int frame)
{
    for (int i = 0; i < STAYERS; i++)
        if (frame == 100 + 500 * i)
            begin_login(&stayers[i], i == 1 ? REVOKED_KEY : KEY);
    for (int i = 0; i < CALLERS; i++)
        if (frame % 50 == 25 * i && callers[i].log.open < scenario->open_at_once)
            begin_login(&callers[i], callers[i].log.requests % 2 ? BAD_KEY : KEY);
}

static void sum_up(const struct player *players, int count)
{
    int told[KINDS] = { 0 };
    for (int i = 0; i < count; i++)
        for (int kind = 0; kind < KINDS; kind++)
            told[kind] += players[i].log.told[kind];
    printf("events: %d logins, %d heartbeats, %d changes of variables, %d ends, %d failures, %d requests\n",
           told[AF_EVENT_KIND_LOGGED_IN], told[AF_EVENT_KIND_HEARTBEAT_SUCCEEDED],
           told[AF_EVENT_KIND_VARIABLES_CHANGED], told[AF_EVENT_KIND_SESSION_ENDED],
           told[AF_EVENT_KIND_FAILURE], told[AF_EVENT_KIND_REQUEST_FINISHED]);
    for (int kind = 0; kind < KINDS; kind++)
        if (told[kind] < scenario->least[kind])
            FAIL("%d events of kind %d were told, need %d at least", told[kind], kind, scenario->least[kind]);
}

static bool is_late(int frame)
{
    const struct timespec next = at_ms(frame + 1);
    return clock_ns(CLOCK_MONOTONIC) > (uint64_t)next.tv_sec * 1000000000u + (uint64_t)next.tv_nsec;
}

/* Gives how many players there have been. */
static int play(struct player *players)
{
    struct player *stayers = players, *callers = stayers + STAYERS, *first = callers + CALLERS,
                  *visitor = first;
    int late = 0;
    for (struct player *player = players; player <= visitor; player++)
        join_game(player, scenario->timeout_seconds);
    for (int frame = 0; frame < FRAMES; frame++) {
        wait_until_ms(frame);
        late += is_late(frame);
        act(stayers, callers, frame);
        if (frame % VISIT == 1)
            begin_login(visitor, KEY);
        for (struct player *player = players; player < first; player++)
            play_frame(player);
        play_frame(visitor);
        take_session_each_frame(callers);
        work_as_control();
        if (visitor > first)
            CHECK_EQ(af_client_pump(visitor[-1].client), 0); /* It is gone. */
        if (frame % VISIT == VISIT - 1 && frame + 1 < FRAMES) {
            leave_game(visitor);
            join_game(++visitor, scenario->timeout_seconds);
        }
    }
    for (struct player *player = players; player < first; player++)
        leave_game(player);
    leave_game(visitor);
    printf("%d frames, %d of them began late\n", FRAMES, late);
    return (int)(visitor - players) + 1;
}

static void choose_scenario(int argc, char **argv)
{
    CHECK_EQ(argc, 2);
    for (size_t i = 0; i < LENGTH(scenarios); i++)
        if (strcmp(scenarios[i].name, argv[1]) == 0)
            scenario = &scenarios[i];
    CHECK(scenario != NULL);
}

int main(int argc, char **argv)
{
    static struct player players[STAYERS + CALLERS + VISITORS];
    choose_scenario(argc, argv);
    make_meters(FRAMES, PLAYERS);
    check_that_the_librarys_allocations_are_counted();
    set_license(KEY, "pro");
    set_license(REVOKED_KEY, "pro");
    set_app();
    if (scenario->fault)
        add_fault(scenario->fault);
    clock_gettime(CLOCK_MONOTONIC, &start);
    pthread_t director = start_thread(direct, NULL);
    ask_for_an_idle_core();
    set_clocks();
    int count = play(players);
    CHECK_EQ(pthread_join(director, NULL), 0);
    sum_up(players, count);
    print_meters();
    return 0;
}
