/* What the programs that count share. */

#ifndef TESTS_BUDGET_BUDGET_H
#define TESTS_BUDGET_BUDGET_H

#include <authforge.h>

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

static inline void must(bool good, const char *what)
{
    if (!good) {
        fprintf(stderr, "%s failed\n", what);
        exit(2);
    }
}

static inline const char *setting(const char *name)
{
    const char *value = getenv(name);
    must(value != NULL, name);
    return value;
}

/* For the server of the environment. */
static inline af_config *config_of_environment(void)
{
    af_config *config = af_config_new(setting("AF_TEST_APP_ID"), setting("AF_TEST_APP_SECRET"),
                                      setting("AF_TEST_PUBLIC_KEY"), "SERVER");
    must(af_config_set_api_base_url(config, setting("AF_TEST_URL"), NULL) == AF_STATUS_OK, "the address");
    must(af_config_set_dispatch(config, AF_DISPATCH_PUMP, NULL) == AF_STATUS_OK, "the dispatch");
    return config;
}

#endif
