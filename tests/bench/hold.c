/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/bench/hold.h"

#include <math.h>

/* Uniform in [0, range), from the upper half of a random number. */
static inline SimTime uniform(uint64_t random, SimTime range)
{
	return (SimTime)((random >> 32) * (uint64_t)(range >> 10) >> 22);
}

static SimTime next_exp(const HoldModel *model, SimTime now, uint64_t random)
{
	unsigned i = (unsigned)(random % HOLD_QUANTILES);
	SimTime low = model->exponential[i], high = model->exponential[i + 1];

	return now + low + uniform(random, high - low);
}

/*
 * 60 % frames on links of a few delays from 0.1 to 20 ms, 40 % timers of 1 s to 1800 s with up to
 * 25 % jitter, which end on a tick of a millisecond: many events fall on the same instant.
 */
static SimTime next_net(const HoldModel *model, SimTime now, uint64_t random)
{
	static const SimTime links[8] = {100 * SIM_USEC, 200 * SIM_USEC, 500 * SIM_USEC,
					 SIM_MSEC,       2 * SIM_MSEC,   5 * SIM_MSEC,
					 10 * SIM_MSEC,  20 * SIM_MSEC};
	static const SimTime timers[16] = {
		SIM_SEC,       5 * SIM_SEC,   10 * SIM_SEC,  10 * SIM_SEC,
		15 * SIM_SEC,  15 * SIM_SEC,  30 * SIM_SEC,  40 * SIM_SEC,
		60 * SIM_SEC,  60 * SIM_SEC,  90 * SIM_SEC,  120 * SIM_SEC,
		180 * SIM_SEC, 180 * SIM_SEC, 600 * SIM_SEC, 1800 * SIM_SEC};

	(void)model;
	if (random % 1024 < 614)
		return now + links[random >> 10 & 7];
	SimTime delay = timers[random >> 10 & 15];
	SimTime end = now + delay - uniform(random, delay / 4);
	return end + SIM_MSEC - end % SIM_MSEC;
}

static SimTime next_uniform(const HoldModel *model, SimTime now, uint64_t random)
{
	(void)model;
	return now + uniform(random, 2 * SIM_SEC);
}

/* Nine in ten soon, the tenth a hundred times later. */
static SimTime next_bimodal(const HoldModel *model, SimTime now, uint64_t random)
{
	(void)model;
	if (random % 1024 < 922)
		return now + uniform(random, 100 * SIM_MSEC);
	return now + 9950 * SIM_MSEC + uniform(random, 100 * SIM_MSEC);
}

/* 98 in a hundred on two humps that take up a thousandth of the time. */
static SimTime next_camel(const HoldModel *model, SimTime now, uint64_t random)
{
	unsigned kind = (unsigned)(random % 1024);

	(void)model;
	if (kind < 20)
		return now + uniform(random, SIM_SEC);
	SimTime hump = kind < 522 ? 250 * SIM_MSEC : 750 * SIM_MSEC;
	return now + hump + uniform(random, 500 * SIM_USEC);
}

/* Every other one up to a year ahead, the others within a microsecond. */
static SimTime next_far(const HoldModel *model, SimTime now, uint64_t random)
{
	(void)model;
	if (random % 2 == 0)
		return now + uniform(random, SIM_USEC);
	return now + uniform(random, 365 * 86400 * SIM_SEC);
}

/* Every event is later than all those pending. */
static SimTime next_rising(const HoldModel *model, SimTime now, uint64_t random)
{
	(void)model;
	(void)random;
	return now + SIM_SEC;
}

static SimTime first_rising(const HoldModel *model, uint64_t random)
{
	(void)model;
	return uniform(random, SIM_SEC);
}

/* All events on one instant, and then all on another. */
static SimTime next_ties(const HoldModel *model, SimTime now, uint64_t random)
{
	(void)model;
	(void)random;
	return now + SIM_MSEC;
}

const HoldDistribution hold_distributions[] = {
	{"exp", next_exp, NULL},
	{"net", next_net, NULL},
	{"uniform", next_uniform, NULL},
	{"bimodal", next_bimodal, NULL},
	{"camel", next_camel, NULL},
	{"far", next_far, NULL},
	{"rising", next_rising, first_rising},
	{"ties", next_ties, NULL},
};
const unsigned hold_n_distributions = G_N_ELEMENTS(hold_distributions);

void hold_init(HoldModel *model, const HoldDistribution *distribution)
{
	model->distribution = distribution;
	sim_rng_init(&model->rng, 1, "bench", distribution->name);
	for (unsigned i = 0; i <= HOLD_QUANTILES; i++) {
		double above = 1.0 - MIN(i, HOLD_QUANTILES - 0.1) / HOLD_QUANTILES;
		model->exponential[i] = (SimTime)(-log(above) * (double)SIM_SEC);
	}
}

SimTime hold_first(HoldModel *model)
{
	if (!model->distribution->first)
		return hold_next(model, 0);
	return model->distribution->first(model, sim_rng_next(&model->rng));
}
