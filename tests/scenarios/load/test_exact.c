/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Paths are exact: in every scenario, at the end of every instant, a flow walked afresh has the path
 * that is known of it. So no dependency is missing among those that are registered.
 */
#include "models/net/records.h"
#include "scenarios/load/scenario.h"
#include "tests/testing.h"

#include <stdio.h>

#define QUIET_CAP (3600 * SIM_SEC)

/* What has been looked at, and the first difference. */
typedef struct Exact {
	Scenario *scenario;
	uint64_t instants, changes, last_changes, instants_with_changes;
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
	Path *fresh = flow_walk(flow, direction, NULL);

	if (!exact->difference && !path_equal(fresh, flow->path[direction]))
		differ(exact, flow, direction, fresh);
	path_free(fresh);
}

static void on_instant(Sim *sim, void *user)
{
	Exact *exact = user;
	const GPtrArray *flows = flow_all(exact->scenario->flows);

	(void)sim;
	exact->instants++;
	exact->instants_with_changes += exact->changes != exact->last_changes;
	exact->last_changes = exact->changes;
	for (unsigned i = 0; i < flows->len; i++)
		for (unsigned d = 0; d < FLOW_DIRECTIONS; d++)
			compare(exact, g_ptr_array_index(flows, i), (FlowDirection)d);
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
	network_start(scenario->network);
	flow_set_start(scenario->flows);
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

static void check_file(const char *path)
{
	Scenario *scenario = load(path);
	Exact exact;

	start(&exact, scenario);
	run(scenario);
	ck_assert_msg(!exact.difference, "%s: %s", path, exact.difference);
	printf("%s: %u paths, %" G_GUINT64_FORMAT " instants, %" G_GUINT64_FORMAT
	       " of them with changes; walked %" G_GUINT64_FORMAT " times\n",
	       path, flow_all(scenario->flows)->len * FLOW_DIRECTIONS, exact.instants,
	       exact.instants_with_changes, walks(scenario));
	scenario_free(scenario);
}

/* Every *.xml in the folder and those in it. */
static unsigned check_folder(const char *folder)
{
	GDir *dir = g_dir_open(folder, 0, NULL);
	const char *name;
	unsigned n = 0;

	ck_assert_ptr_nonnull(dir);
	while ((name = g_dir_read_name(dir))) {
		g_autofree char *path = g_build_filename(folder, name, NULL);

		if (g_file_test(path, G_FILE_TEST_IS_DIR)) {
			n += check_folder(path);
		} else if (g_str_has_suffix(name, ".xml")) {
			check_file(path);
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

START_TEST(paths_are_exact_in_every_scenario)
{
	static const char *const folders[] = {"scenarios", "tests/scenarios"};
	g_autofree char *folder = source(folders[_i]);

	ck_assert_uint_gt(check_folder(folder), 0);
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
	tcase_add_loop_test(tc, paths_are_exact_in_every_scenario, 0, 2);
	tcase_add_test(tc, a_missing_dependency_is_found);
	return test_main("exact", tc);
}
