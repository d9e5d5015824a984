/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the measurements of `make bench` share. Each source measures one subject and prints lines
 * "name value unit", each the median of several runs.
 */
#ifndef BENCH_BENCH_H
#define BENCH_BENCH_H

#include <glib.h>

#define BENCH_MAX_RUNS 5

typedef struct Bench {
	gboolean smoke;   /* tiny sizes, a single run: only to see that all of it works */
	unsigned runs;    /* of which the median is printed; 1 to BENCH_MAX_RUNS */
	char **only;      /* names of lines, or what they begin with; NULL: all */
	const char *root; /* of the source tree */
} Bench;

/* Whether a line of that name is asked for. */
gboolean bench_wanted(const Bench *bench, const char *name);
/* Processor time of this thread in seconds; what else runs on the machine matters less to it. */
double bench_seconds(void);
/* Sorts values. */
double bench_median(double *values, unsigned n);
void bench_print(const char *name, double value, const char *unit);

/* The subjects. */
void bench_event(const Bench *bench); /* event.DISTRIBUTION.PENDING[.QUEUE] */
void bench_timer(const Bench *bench); /* timer.restart */
void bench_intra(const Bench *bench); /* intra.wall, intra.events, intra.events_per_s */
void bench_map(const Bench *bench);   /* ospf.MAP.FIGURE, ldp.MAP.FIGURE */
void bench_bgp(const Bench *bench); /* rr.FAMILY.1e6.FIGURE, rr.peers.N.FIGURE, bgp.mesh50.FIGURE */
void bench_carrier(const Bench *bench); /* carrier100.FIGURE, carrier100.LEVEL.FIGURE */

#endif
