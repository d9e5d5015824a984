/* SPDX-License-Identifier: Apache-2.0 */
/* Nanoseconds per restart of a running timer, one of many at a time: hold timers do so all day. */
#include "sim/timer.h"
#include "tests/bench/bench.h"

#define TIMERS 10000
#define RESTARTS 1000000

static void expired(void *owner)
{
	(void)owner;
}

static double restart_all(Sim *sim, SimTimer *timers, unsigned restarts)
{
	SimRng rng;

	sim_rng_init(&rng, 1, "bench", "restart");
	double start = bench_seconds();
	for (unsigned i = 0; i < restarts; i++) {
		SimTimer *t = &timers[sim_rng_below(&rng, TIMERS)];
		sim_timer_start(t, 180 * SIM_SEC + i);
	}
	double ns = (bench_seconds() - start) * 1e9 / restarts;
	sim_run(sim, sim->now + 10 * SIM_SEC);
	return ns;
}

void bench_timer(const Bench *bench)
{
	double ns[BENCH_MAX_RUNS];

	if (!bench_wanted(bench, "timer.restart"))
		return;
	Sim *sim = sim_new(1);
	SimTimer *timers = g_new(SimTimer, TIMERS);
	for (unsigned i = 0; i < TIMERS; i++) {
		sim_timer_init(&timers[i], sim, SIM_GUARD, expired, NULL);
		sim_timer_start(&timers[i], 180 * SIM_SEC);
	}
	for (unsigned r = 0; r < bench->runs; r++)
		ns[r] = restart_all(sim, timers, bench->smoke ? 10 : RESTARTS);
	bench_print("timer.restart", bench_median(ns, bench->runs), "ns");
	sim_free(sim);
	g_free(timers);
}
