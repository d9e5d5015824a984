/* SPDX-License-Identifier: Apache-2.0 */
/* The cold start of OSPF on a grid of 300 routers: a minute of simulated time, unrecorded. */
#include "tests/bench/bench.h"
#include "tests/models/ospf/ospf_net.h"

#include <malloc.h>

enum { COLUMNS = 20 };

typedef struct Figures {
	double seconds;
	double memory; /* MiB in use afterwards */
	uint64_t events, messages, spf_runs;
} Figures;

static void count(const TraceRecord *record, void *user)
{
	uint64_t *n = user;
	(void)record;
	++*n;
}

static Net *make_grid(unsigned rows, unsigned columns)
{
	Net *net = net_new();

	for (unsigned i = 0; i < rows * columns; i++) {
		char *name = g_strdup_printf("R%u", i);
		char *id = g_strdup_printf("10.0.%u.%u", i / 200, i % 200 + 1);
		net_router(net, name, id);
		g_free(name);
		g_free(id);
	}
	for (unsigned i = 0; i < rows * columns; i++) {
		Router *r = g_ptr_array_index(net->routers, i);
		if (i % columns + 1 < columns)
			net_join(r, g_ptr_array_index(net->routers, i + 1), 10);
		if (i + columns < rows * columns)
			net_join(r, g_ptr_array_index(net->routers, i + columns), 10);
	}
	return net;
}

static Figures run_once(unsigned rows, unsigned columns, SimTime duration, gboolean count_messages)
{
	Figures f = {0};
	size_t before = mallinfo2().uordblks;
	double start = bench_seconds();
	Net *net = make_grid(rows, columns);

	if (count_messages)
		sim_subscribe(net->sim, &trace_message, count, &f.messages);
	net_start(net);
	net_run(net, duration);
	f.seconds = bench_seconds() - start;
	f.memory = (double)(mallinfo2().uordblks - before) / (1 << 20);
	f.events = net->sim->executed;
	for (unsigned i = 0; i < net->routers->len; i++)
		f.spf_runs +=
			((const Router *)g_ptr_array_index(net->routers, i))->ospf->spf.n_runs;
	net_free(net);
	return f;
}

void bench_ospf(const Bench *bench)
{
	unsigned rows = bench->smoke ? 2 : 15, columns = bench->smoke ? 3 : COLUMNS;
	double seconds[BENCH_MAX_RUNS];
	Figures f = {0};

	if (!bench_wanted(bench, "ospf.grid"))
		return;
	for (unsigned r = 0; r < bench->runs; r++) {
		f = run_once(rows, columns, 60 * SIM_SEC, FALSE);
		seconds[r] = f.seconds;
	}
	double median = bench_median(seconds, bench->runs);
	bench_print("ospf.grid.wall", median * 1e3, "ms");
	bench_print("ospf.grid.events", (double)f.events, "events");
	bench_print("ospf.grid.events_per_s", (double)f.events / median, "events/s");
	bench_print("ospf.grid.spf_runs", (double)f.spf_runs, "runs");
	bench_print("ospf.grid.memory", f.memory, "MiB");
	f = run_once(rows, columns, 60 * SIM_SEC, TRUE);
	bench_print("ospf.grid.messages", (double)f.messages, "messages");
}
