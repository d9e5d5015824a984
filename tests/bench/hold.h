/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The hold model, by which event queues are compared: the number of pending events stays the same.
 * Each event that runs draws one random number, and from it the time of a new event, which it
 * allocates and inserts; its own memory is given back.
 */
#ifndef BENCH_HOLD_H
#define BENCH_HOLD_H

#include "sim/rng.h"
#include "sim/simtime.h"

#include <stdint.h>

#define HOLD_QUANTILES 1024

typedef struct HoldModel HoldModel;

/* From what distribution the time between an event and the one that it inserts is drawn. */
typedef struct HoldDistribution {
	const char *name;
	SimTime (*next)(const HoldModel *model, SimTime now, uint64_t random);
	/* Times of the first events; NULL: next() from 0. */
	SimTime (*first)(const HoldModel *model, uint64_t random);
} HoldDistribution;

struct HoldModel {
	const HoldDistribution *distribution;
	SimRng rng;
	SimTime exponential[HOLD_QUANTILES + 1]; /* quantiles for a mean of one second */
};

/* A queue under measurement. */
typedef struct HoldQueue {
	const char *name;
	void *(*create)(HoldModel *model);
	void (*destroy)(void *queue); /* with the events that are pending */
	void (*insert)(void *queue, SimTime when);
	void (*run)(void *queue, uint64_t events);
} HoldQueue;

extern const HoldDistribution hold_distributions[];
extern const unsigned hold_n_distributions;
/* The first ones, with which the yardsticks are measured too. */
#define HOLD_COMPARED 2

void hold_init(HoldModel *model, const HoldDistribution *distribution);
SimTime hold_first(HoldModel *model);

/* When the event that is inserted by one that runs now is to run. */
static inline SimTime hold_next(HoldModel *model, SimTime now)
{
	return model->distribution->next(model, now, sim_rng_next(&model->rng));
}

extern const HoldQueue hold_wheel;             /* the kernel's, with all that Sim does */
extern const HoldQueue hold_gtree, hold_heap4; /* yardsticks */

#endif
