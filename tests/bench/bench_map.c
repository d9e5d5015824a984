/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The cold start of OSPF, and of OSPF with LDP for loopbacks, on a map: a minute of simulated time,
 * unrecorded, without loading. The maps are a grid of 300 routers, and GEANT of 2012 with 40.
 */
#include "models/net/records.h"
#include "models/ospf/ospf_instance.h"
#include "scenarios/load/scenario.h"
#include "tests/bench/bench.h"

#include <malloc.h>
#include <stdlib.h>

typedef struct Subject {
	const char *name;
	const char *map; /* list of links in the source tree; NULL: the grid */
	gboolean ldp;
} Subject;

static const Subject subjects[] = {
	{"ospf.grid", NULL, FALSE},
	{"ldp.grid", NULL, TRUE},
	{"ospf.geant", "tests/scenarios/ospf/geant.edges", FALSE},
	{"ldp.geant", "tests/scenarios/ospf/geant.edges", TRUE},
};

typedef struct Figures {
	double seconds;
	double memory; /* MiB in use afterwards */
	uint64_t events, messages, spf_runs;
} Figures;

typedef struct Text {
	GString *nodes, *links;
	unsigned n_nodes, n_links;
	gboolean ldp;
} Text;

static void add_node(Text *t)
{
	g_string_append_printf(
		t->nodes,
		"<node name=\"R%u\" role=\"p\"><loopback address=\"10.0.%u.%u/32\"><ospf/></loopback><ospf/>%s</node>\n",
		t->n_nodes, t->n_nodes / 200, t->n_nodes % 200 + 1,
		t->ldp ? " <ldp allocate=\"host-routes\"/>" : "");
	t->n_nodes++;
}

static void add_link(Text *t, unsigned a, unsigned b)
{
	g_string_append_printf(
		t->links,
		"<link a=\"R%u:l%u\" a-address=\"10.%u.%u.1/30\" b=\"R%u:l%u\" b-address=\"10.%u.%u.2/30\" mpls=\"%s\"><ospf/>%s</link>\n",
		a, t->n_links, 1 + t->n_links / 200, t->n_links % 200, b, t->n_links,
		1 + t->n_links / 200, t->n_links % 200, t->ldp ? "yes" : "no",
		t->ldp ? " <ldp/>" : "");
	t->n_links++;
}

static void add_grid(Text *t, unsigned rows, unsigned columns)
{
	for (unsigned i = 0; i < rows * columns; i++) {
		add_node(t);
		if (i % columns + 1 < columns)
			add_link(t, i, i + 1);
		if (i + columns < rows * columns)
			add_link(t, i, i + columns);
	}
}

/* Routers are numbers from 0. */
static void add_map(Text *t, const Bench *bench, const char *map)
{
	char *path = g_build_filename(bench->root, map, NULL), *contents = NULL;
	unsigned a, b, most = 0;

	if (!g_file_get_contents(path, &contents, NULL, NULL)) {
		g_printerr("%s cannot be read\n", path);
		exit(1);
	}
	char **lines = g_strsplit(contents, "\n", -1);
	for (char **line = lines; *line; line++)
		if (sscanf(*line, "%u %u", &a, &b) == 2) {
			add_link(t, a, b);
			most = MAX(most, MAX(a, b));
		}
	while (t->n_nodes <= most)
		add_node(t);
	g_strfreev(lines);
	g_free(contents);
	g_free(path);
}

/* The scenario, to be freed. */
static char *make_text(const Bench *bench, const Subject *subject)
{
	Text t = {.nodes = g_string_new("<scenario><carrier name=\"c\" asn=\"1\">\n"),
		  .links = g_string_new(NULL),
		  .ldp = subject->ldp};

	if (subject->map)
		add_map(&t, bench, subject->map);
	else
		add_grid(&t, bench->smoke ? 2 : 15, bench->smoke ? 3 : 20);
	g_string_append(t.nodes, t.links->str);
	g_string_append(t.nodes, "</carrier></scenario>\n");
	g_string_free(t.links, TRUE);
	return g_string_free(t.nodes, FALSE);
}

static void count(const TraceRecord *record, void *user)
{
	uint64_t *n = user;
	(void)record;
	++*n;
}

static uint64_t spf_runs(const Network *network)
{
	uint64_t n = 0;

	for (unsigned i = 0; i < network->nodes->len; i++) {
		const Node *node = g_ptr_array_index(network->nodes, i);
		n += ((const OspfInstance *)node_protocol(node, "ospf", NULL))->spf.n_runs;
	}
	return n;
}

static Figures run_once(const char *text, gboolean count_messages)
{
	Figures f = {0};
	GPtrArray *errors = g_ptr_array_new_with_free_func(scenario_error_free);
	size_t before = mallinfo2().uordblks;
	Scenario *scenario = scenario_load_text("map.xml", text, 1, errors);

	g_assert(scenario);
	if (count_messages)
		sim_subscribe(scenario->sim, &trace_message, count, &f.messages);
	double start = bench_seconds();
	network_start(scenario->network);
	sim_run(scenario->sim, 60 * SIM_SEC);
	f.seconds = bench_seconds() - start;
	f.memory = (double)(mallinfo2().uordblks - before) / (1 << 20);
	f.events = scenario->sim->executed;
	f.spf_runs = spf_runs(scenario->network);
	scenario_free(scenario);
	g_ptr_array_free(errors, TRUE);
	return f;
}

static void print(const Subject *subject, const char *figure, double value, const char *unit)
{
	char *name = g_strdup_printf("%s.%s", subject->name, figure);

	bench_print(name, value, unit);
	g_free(name);
}

static void measure(const Bench *bench, const Subject *subject)
{
	double seconds[BENCH_MAX_RUNS];
	char *text = make_text(bench, subject);
	Figures f = {0};

	for (unsigned r = 0; r < bench->runs; r++) {
		f = run_once(text, FALSE);
		seconds[r] = f.seconds;
	}
	double median = bench_median(seconds, bench->runs);
	print(subject, "wall", median * 1e3, "ms");
	print(subject, "events", (double)f.events, "events");
	print(subject, "events_per_s", (double)f.events / median, "events/s");
	print(subject, "spf_runs", (double)f.spf_runs, "runs");
	print(subject, "memory", f.memory, "MiB");
	f = run_once(text, TRUE);
	print(subject, "messages", (double)f.messages, "messages");
	g_free(text);
}

void bench_map(const Bench *bench)
{
	for (unsigned i = 0; i < G_N_ELEMENTS(subjects); i++)
		if (bench_wanted(bench, subjects[i].name))
			measure(bench, &subjects[i]);
}
