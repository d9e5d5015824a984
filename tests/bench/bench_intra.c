/* SPDX-License-Identifier: Apache-2.0 */
/* A run of scenarios/l3vpn/intra-as.xml, loading included: an hour of simulated time, unrecorded. */
#include "scenarios/load/scenario.h"
#include "tests/bench/bench.h"

#include <stdlib.h>

static double run_once(const char *path, SimTime until, uint64_t *events)
{
	GPtrArray *errors = g_ptr_array_new_with_free_func(scenario_error_free);
	double start = bench_seconds();
	Scenario *scenario = scenario_load(path, 1, errors);

	if (!scenario) {
		g_printerr("%s cannot be loaded\n", path);
		exit(1);
	}
	network_start(scenario->network);
	flow_set_start(scenario->flows);
	expect_set_start(scenario->expectations, NULL);
	sim_run(scenario->sim, until);
	*events = scenario->sim->executed;
	scenario_free(scenario);
	g_ptr_array_free(errors, TRUE);
	return bench_seconds() - start;
}

void bench_intra(const Bench *bench)
{
	char *path = g_build_filename(bench->root, "scenarios/l3vpn/intra-as.xml", NULL);
	double seconds[BENCH_MAX_RUNS];
	uint64_t events = 0;

	if (bench_wanted(bench, "intra.wall") || bench_wanted(bench, "intra.events") ||
	    bench_wanted(bench, "intra.events_per_s")) {
		for (unsigned r = 0; r < bench->runs; r++)
			seconds[r] = run_once(path, (bench->smoke ? 60 : 3600) * SIM_SEC, &events);
		double median = bench_median(seconds, bench->runs);
		bench_print("intra.wall", median * 1e3, "ms");
		bench_print("intra.events", (double)events, "events");
		bench_print("intra.events_per_s", (double)events / median, "events/s");
	}
	g_free(path);
}
