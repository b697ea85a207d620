/* One meter for each kind of call of the loop. */

#ifndef FRAME_METERS_H
#define FRAME_METERS_H

#include "meter.h"

/* Those up to STRING are the calls of a frame. */
enum kind {
    EMPTY_PUMP,
    PUMP,
    AUTHENTICATED,
    BOOL,
    INT,
    STRING,
    NEW_SESSION,
    EVERY_SESSION,
    CLONE_SESSION,
    FREE_SESSION,
    LOGIN_START,
    FREE_CLIENT,
    NEW_CLIENT,
    /* Nothing of the library: what the machine does to some microseconds of work. */
    CONTROL,
    METERS
};

static struct meter meters[METERS];

static inline void make_meters(size_t frames, size_t players)
{
    static const char *const names[METERS] = {
        "af_client_pump, nothing queued",
        "af_client_pump, with events",
        "af_is_authenticated",
        "af_session_variable_bool",
        "af_session_variable_int",
        "af_session_variable_string",
        "af_client_session, after an event",
        "af_client_session, each frame",
        "af_session_clone, each frame",
        "af_session_free",
        "af_login_start",
        "af_client_free",
        "af_client_new",
        "control",
    };
    for (int i = 0; i < METERS; i++)
        make_meter(&meters[i], names[i], frames * players);
}

static inline void work_as_control(void)
{
    static const unsigned char bytes[8192];
    static volatile uint32_t result;
    METER(&meters[CONTROL], {
        uint32_t hash = 2166136261u;
        for (size_t i = 0; i < sizeof bytes; i++)
            hash = (hash ^ bytes[i]) * 16777619u;
        result = hash;
    });
    (void)result;
}

static inline void print_meters(void)
{
    for (int i = 0; i < METERS; i++)
        print_meter(&meters[i]);
}

#endif
