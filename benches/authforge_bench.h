/* The parts of authforge_bench. */

#ifndef BENCHES_AUTHFORGE_BENCH_H
#define BENCHES_AUTHFORGE_BENCH_H

#include <authforge.h>

#include "measure.h"

/* A config for the server of the environment, at `url`. */
af_config *config_for(const char *url);

/* A client of the server of the environment. */
af_client *client_for(const char *url);

/* A failure callback that does nothing: with one set, no failure ends the process. */
void ignore_failure(af_client *client, af_reason reason, const af_error *error, void *user_data);

/* Threads of this process besides the main one. */
int other_threads(void);

/* Memory of this process that is there, in KiB. */
double resident_kib(void);

/* Prints `name` and the numbers, on one line. */
void print_samples(const char *name, const double *samples, int count);

void measure_calls(void);
void measure_client_new(void);
void measure_clients(int count);
void measure_costs(void);
void measure_crowd(int count, int interval_s, int hanging, int resting);
void measure_dead_server(void);
void measure_threads(int count);

#endif
