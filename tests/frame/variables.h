/* As many variables as the service allows, so that sessions are as large as they get. */

#ifndef FRAME_VARIABLES_H
#define FRAME_VARIABLES_H

#include "../c/harness/server.h"

/* The service takes 50 keys, and 4096 bytes of JSON. */
enum { FILLERS = 46, VARIABLES_SIZE = 4096 };

static inline void write_variables(char *json, const char *tier)
{
    int length = snprintf(json, VARIABLES_SIZE, "{\"tier\":\"%s\",\"seats\":3,\"beta\":true", tier);
    for (int i = 0; i < FILLERS; i++)
        length +=
            snprintf(json + length, VARIABLES_SIZE - (size_t)length,
                     ",\"filler_%02d\":\"what a vendor says of a feature, in a sentence that is long\"", i);
    length += snprintf(json + length, VARIABLES_SIZE - (size_t)length, "}");
    CHECK_BELOW(length, VARIABLES_SIZE);
}

static inline void set_license(const char *key, const char *tier)
{
    char path[160], json[VARIABLES_SIZE];
    snprintf(path, sizeof path, "/v1/licenses/%s/variables", key);
    write_variables(json, tier);
    admin_do("PUT", path, json);
}

static inline void set_app(void)
{
    char json[VARIABLES_SIZE];
    write_variables(json, "app");
    set_app_variables(json);
}

#endif
