/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Paths are exact: in every scenario, at the end of every instant, a flow walked afresh has the path
 * that is known of it. So no dependency is missing among those that are registered. The same while
 * whatever can fail does so, at random; and then probes must agree, too. All flows are walked where
 * something has changed that is told; else one of them, each in its turn, for what nobody is told of
 * lasts.
 */
#include "models/net/records.h"
#include "scenarios/load/scenario.h"
#include "sim/rng.h"
#include "tests/testing.h"

#include <stdio.h>
#include <string.h>

#define QUIET_CAP (3600 * SIM_SEC)

/* What has been looked at, and the first difference. */
typedef struct Exact {
	Scenario *scenario;
	uint64_t instants, changes, last_changes, instants_with_changes;
	unsigned turn;    /* of the path that is walked next */
	char *difference; /* NULL: none */
} Exact;

static char *path_text(const Path *path)
{
	GString *text = g_string_new(path_verdict_name(path->verdict));

	g_string_append_printf(text, " (%s): ", path->reason ? path->reason : "");
	path_append_kinds(path, text);
	return g_string_free(text, FALSE);
}

static void differ(Exact *exact, const Flow *flow, FlowDirection direction, const Path *fresh)
{
	g_autofree char *known = path_text(flow->path[direction]);
	g_autofree char *now = path_text(fresh);

	exact->difference = g_strdup_printf(
		"at %" G_GINT64_FORMAT " ns flow %s %s is known as %s, but is %s",
		exact->scenario->sim->now, flow->name, flow_direction_name(direction), known, now);
}

static void compare(Exact *exact, const Flow *flow, FlowDirection direction)
{
	Path *fresh = path_new();

	flow_walk(flow, direction, NULL, fresh);
	if (!exact->difference && !path_equal(fresh, flow->path[direction]))
		differ(exact, flow, direction, fresh);
	path_free(fresh);
}

static void on_instant(Sim *sim, void *user)
{
	Exact *exact = user;
	const GPtrArray *flows = flow_all(exact->scenario->flows);
	unsigned n_paths = flows->len * FLOW_DIRECTIONS;
	gboolean changed = exact->changes != exact->last_changes;

	(void)sim;
	exact->instants++;
	exact->instants_with_changes += changed;
	exact->last_changes = exact->changes;
	for (unsigned n = changed ? n_paths : 1; n > 0; n--) {
		compare(exact, g_ptr_array_index(flows, exact->turn / FLOW_DIRECTIONS),
			(FlowDirection)(exact->turn % FLOW_DIRECTIONS));
		exact->turn = (exact->turn + 1) % n_paths;
	}
}

static void on_change(const TraceRecord *record, void *user)
{
	Exact *exact = user;

	(void)record;
	exact->changes++;
}

static Scenario *load(const char *path)
{
	GPtrArray *mistakes = g_ptr_array_new_with_free_func(scenario_error_free);
	Scenario *scenario = scenario_load(path, 1, mistakes);

	ck_assert_msg(scenario != NULL, "%s has mistakes", path);
	g_ptr_array_free(mistakes, TRUE);
	return scenario;
}

static void start(Exact *exact, Scenario *scenario)
{
	*exact = (Exact){.scenario = scenario};
	sim_subscribe(scenario->sim, &trace_route, on_change, exact);
	sim_subscribe(scenario->sim, &trace_lfib, on_change, exact);
	sim_subscribe(scenario->sim, &trace_action, on_change, exact);
	sim_subscribe(scenario->sim, &trace_transition, on_change, exact);
	network_start(scenario->network);
	flow_set_start(scenario->flows);
	probe_set_start(scenario->probes);
	sim_add_instant_hook(scenario->sim, on_instant, exact);
}

static void run(const Scenario *scenario)
{
	if (scenario->until != SIM_NEVER) {
		sim_run(scenario->sim, scenario->until);
		return;
	}
	sim_run(scenario->sim, scenario->last);
	sim_run_quiet(scenario->sim, scenario->last + QUIET_CAP);
}

static uint64_t walks(const Scenario *scenario)
{
	const GPtrArray *flows = flow_all(scenario->flows);
	uint64_t all = 0;

	for (unsigned i = 0; i < flows->len; i++)
		for (unsigned d = 0; d < FLOW_DIRECTIONS; d++)
			all += ((const Flow *)g_ptr_array_index(flows, i))->watch[d].walks;
	return all;
}

/* Somebody who breaks and mends things at random. */
typedef struct Vandal {
	SimEvent event; /* first member */
	Network *network;
	Exact *exact;
	SimRng rng;
	unsigned left; /* deeds */
} Vandal;

/* In each of a hundred scenarios; sanitizers make all of it six times as slow. */
#ifdef __SANITIZE_ADDRESS__
#define DEEDS 15
#else
#define DEEDS 50
#endif

static void *pick(Vandal *vandal, const GPtrArray *from)
{
	return g_ptr_array_index(from, sim_rng_below(&vandal->rng, from->len));
}

static void change_link(Vandal *vandal)
{
	static const FwdLinkState states[] = {FWD_LINK_UP, FWD_LINK_UP, FWD_LINK_DOWN,
					      FWD_LINK_SILENT};
	FwdLink *link = pick(vandal, vandal->network->links);

	fwd_link_set_state(link, states[sim_rng_below(&vandal->rng, G_N_ELEMENTS(states))]);
}

static void change_direction(Vandal *vandal)
{
	FwdLink *link = pick(vandal, vandal->network->links);
	const FwdIface *end = pick(vandal, link->ends);

	fwd_link_set_silent(link, end, sim_rng_below(&vandal->rng, 3) == 0);
}

static void change_interface(Vandal *vandal)
{
	const Node *node = pick(vandal, vandal->network->nodes);

	if (!node->fwd->crashed)
		fwd_iface_set_shut(pick(vandal, node->fwd->ifaces),
				   sim_rng_below(&vandal->rng, 3) == 0);
}

static void change_protocol(Vandal *vandal)
{
	Node *node = pick(vandal, vandal->network->nodes);
	const ProtoInstance *instance;

	if (node->protocols->len == 0)
		return;
	instance = pick(vandal, node->protocols);
	node_set_running(node, instance->class_->name, rib_name(instance->rib), !instance->running);
}

static void change_node(Vandal *vandal)
{
	Node *node = pick(vandal, vandal->network->nodes);

	if (node->fwd->crashed)
		node_restart(node);
	else if (sim_rng_below(&vandal->rng, 4) == 0)
		node_crash(node);
}

/* Else little would work after a while. */
static void mend_all(Vandal *vandal)
{
	const Network *network = vandal->network;

	for (unsigned i = 0; i < network->nodes->len; i++)
		node_restart(g_ptr_array_index(network->nodes, i));
	for (unsigned i = 0; i < network->links->len; i++) {
		FwdLink *link = g_ptr_array_index(network->links, i);

		fwd_link_set_state(link, FWD_LINK_UP);
		for (unsigned j = 0; j < link->ends->len; j++) {
			fwd_link_set_silent(link, g_ptr_array_index(link->ends, j), FALSE);
			fwd_iface_set_shut(g_ptr_array_index(link->ends, j), FALSE);
		}
	}
}

static void act(SimEvent *event)
{
	static void (*const deeds[])(Vandal *) = {change_link,      change_direction,
						  change_interface, change_protocol,
						  change_node,      mend_all};
	Vandal *vandal = (Vandal *)event;
	Sim *sim = vandal->network->sim;

	deeds[sim_rng_below(&vandal->rng, G_N_ELEMENTS(deeds))](vandal);
	vandal->exact->changes++;
	if (--vandal->left > 0)
		sim_event_schedule(sim, event,
				   sim->now + (SimTime)sim_rng_below(&vandal->rng, 20 * SIM_SEC),
				   SIM_WORK);
}

static void let_loose(Vandal *vandal, Exact *exact)
{
	const Scenario *scenario = exact->scenario;

	*vandal = (Vandal){
		.event.fn = act, .network = scenario->network, .exact = exact, .left = DEEDS};
	sim_rng_init(&vandal->rng, 1, scenario->name, "vandal");
	sim_event_schedule(scenario->sim, &vandal->event, 20 * SIM_SEC, SIM_WORK);
}

static void probe_all(Scenario *scenario)
{
	const GPtrArray *flows = flow_all(scenario->flows);

	for (unsigned i = 0; i < flows->len; i++)
		probe_add(scenario->probes, &(ProbeConfig){
						    .flow = g_ptr_array_index(flows, i),
						    .interval = 37 * SIM_MSEC,
						    .to = SIM_NEVER,
						    .timeout = PROBE_TIMEOUT,
					    });
}

static void check_probes(const Scenario *scenario)
{
	const GPtrArray *all = probe_set_all(scenario->probes);

	for (unsigned i = 0; i < all->len; i++) {
		const GArray *kept = probe_disagreements(g_ptr_array_index(all, i));

		for (unsigned j = 0; j < kept->len; j++) {
			const ProbeDisagreement *d = &g_array_index(kept, ProbeDisagreement, j);

			ck_abort_msg("%s: a probe sent at %" G_GINT64_FORMAT " ns, %s: %s",
				     scenario->path, d->sent, flow_direction_name(d->direction),
				     d->text);
		}
	}
}

static void report(const Exact *exact)
{
	const Scenario *scenario = exact->scenario;

	printf("%s: %u paths, %" G_GUINT64_FORMAT " instants, %" G_GUINT64_FORMAT
	       " of them with changes; walked %" G_GUINT64_FORMAT " times\n",
	       scenario->path, flow_all(scenario->flows)->len * FLOW_DIRECTIONS, exact->instants,
	       exact->instants_with_changes, walks(scenario));
	ck_assert_msg(!exact->difference, "%s: %s", scenario->path, exact->difference);
}

static void check_file(const char *path)
{
	Scenario *scenario = load(path);
	Exact exact;

	start(&exact, scenario);
	run(scenario);
	report(&exact);
	scenario_free(scenario);
}

static void check_file_vandalised(const char *path)
{
	Scenario *scenario = load(path);
	Vandal vandal;
	Exact exact;

	probe_all(scenario);
	start(&exact, scenario);
	let_loose(&vandal, &exact);
	sim_run(scenario->sim, DEEDS * 20 * SIM_SEC);
	report(&exact);
	check_probes(scenario);
	scenario_free(scenario);
}

/* Not a part that scenarios include. */
static gboolean is_scenario(const char *path)
{
	g_autofree char *text = NULL;

	return g_str_has_suffix(path, ".xml") && g_file_get_contents(path, &text, NULL, NULL) &&
	       strstr(text, "<scenario");
}

/* Every scenario in the folder and those in it. */
static unsigned check_folder(const char *folder, void (*check)(const char *path))
{
	GDir *dir = g_dir_open(folder, 0, NULL);
	const char *name;
	unsigned n = 0;

	ck_assert_ptr_nonnull(dir);
	while ((name = g_dir_read_name(dir))) {
		g_autofree char *path = g_build_filename(folder, name, NULL);

		if (g_file_test(path, G_FILE_TEST_IS_DIR)) {
			n += check_folder(path, check);
		} else if (is_scenario(path)) {
			check(path);
			n++;
		}
	}
	g_dir_close(dir);
	return n;
}

static char *source(const char *path)
{
	return g_build_filename(g_getenv("CL_SRCDIR") ? g_getenv("CL_SRCDIR") : ".", path, NULL);
}

static const char *const folders[] = {"scenarios", "tests/scenarios"};

START_TEST(paths_are_exact_in_every_scenario)
{
	g_autofree char *folder = source(folders[_i]);

	ck_assert_uint_gt(check_folder(folder, check_file), 0);
}
END_TEST

START_TEST(paths_are_exact_whatever_fails)
{
	g_autofree char *folder = source(folders[_i]);

	ck_assert_uint_gt(check_folder(folder, check_file_vandalised), 0);
}
END_TEST

/* What nobody is told of is found here. */
START_TEST(a_missing_dependency_is_found)
{
	g_autofree char *path = source("scenarios/l3vpn/intra-as.xml");
	Scenario *scenario = load(path);
	Exact exact;

	start(&exact, scenario);
	sim_run(scenario->sim, 40 * SIM_SEC);
	ck_assert_ptr_null(exact.difference);
	network_node(scenario->network, "P")->fwd->ttl_model = FWD_TTL_PIPE;
	sim_run(scenario->sim, 60 * SIM_SEC);
	ck_assert_ptr_nonnull(exact.difference);
	g_free(exact.difference);
	scenario_free(scenario);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("exact");

	tcase_set_timeout(tc, 300);
	tcase_add_loop_test(tc, paths_are_exact_in_every_scenario, 0, G_N_ELEMENTS(folders));
	tcase_add_loop_test(tc, paths_are_exact_whatever_fails, 0, G_N_ELEMENTS(folders));
	tcase_add_test(tc, a_missing_dependency_is_found);
	return test_main("exact", tc);
}
