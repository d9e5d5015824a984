/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/record/replay.h"

#include "analysis/record/rowbuf.h"
#include "scenarios/load/scenario.h"

#include <inttypes.h>
#include <string.h>

#define REPLAY_TTL 64

static sqlite3_stmt *select_run(sqlite3 *db, GError **error)
{
	sqlite3_stmt *stmt = NULL;

	if (sqlite3_prepare_v2(db, "SELECT scenario, scenario_text, seed, digest FROM run", -1,
			       &stmt, NULL) != SQLITE_OK ||
	    sqlite3_step(stmt) != SQLITE_ROW) {
		record_set_error(error, db, "cannot read");
		sqlite3_finalize(stmt);
		return NULL;
	}
	return stmt;
}

static Scenario *load(sqlite3_stmt *run, GError **error)
{
	GPtrArray *mistakes = g_ptr_array_new_with_free_func(scenario_error_free);
	Scenario *scenario = scenario_load_text(run_db_text(run, 0), run_db_text(run, 1),
						(uint64_t)sqlite3_column_int64(run, 2), mistakes);

	if (!scenario) {
		const ScenarioError *first =
			mistakes->len > 0 ? g_ptr_array_index(mistakes, 0) : NULL;

		g_set_error(error, RECORD_ERROR, 0,
			    "the recorded scenario cannot be run again by this version: %s",
			    first ? first->text : "");
	}
	g_ptr_array_free(mistakes, TRUE);
	return scenario;
}

static gboolean destination(const Scenario *scenario, const char *to, NetAddr *dst, GError **error)
{
	const Node *node;
	FwdVrf *vrf;

	if (net_addr_parse(to, dst))
		return TRUE;
	node = network_node(scenario->network, to);
	if (node)
		return flow_source(node, NULL, &net_addr_none, &vrf, dst, error);
	g_set_error(error, RECORD_ERROR, 0, "\"%s\" is neither an address nor a node of the run",
		    to);
	return FALSE;
}

static void copy_stack(const MplsEntry *stack, unsigned depth, RunLabel *out)
{
	for (unsigned i = 0; i < depth; i++) {
		out[i] = (RunLabel){stack[i].label, stack[i].ttl, stack[i].tc, ""};
		g_strlcpy(out[i].kind, label_kind_name(stack[i].kind), sizeof(out[i].kind));
	}
}

static void copy_hop(const PathHop *hop, GArray *hops)
{
	RunHop copy = {
		.node = g_strdup(hop->node->name),
		.vrf = g_strdup(hop->vrf ? hop->vrf->name : NULL),
		.in = g_strdup(hop->in ? hop->in->name : NULL),
		.out = g_strdup(hop->out ? hop->out->name : NULL),
		.action = g_strdup(hop->action),
		.n_in = hop->depth_in,
		.n_out = hop->depth_out,
		.ip_ttl = hop->ip_ttl,
	};

	copy_stack(hop->stack_in, hop->depth_in, copy.stack_in);
	copy_stack(hop->stack_out, hop->depth_out, copy.stack_out);
	g_array_append_val(hops, copy);
}

static RunPath *copy_path(const Flow *flow, FlowDirection direction, SimTime now)
{
	const Path *path = flow->path[direction];
	RunPath *copy = run_path_new();
	char to[NET_ADDR_STRLEN];

	copy->flow = g_strdup(flow->name);
	copy->from = g_strdup(flow->ends[direction]->name);
	copy->to = g_strdup(net_addr_str(&flow->addrs[!direction], to));
	copy->to_node = g_strdup(flow->ends[!direction]->name);
	copy->verdict = g_strdup(path_verdict_name(path->verdict));
	copy->reason = g_strdup(path->reason);
	copy->initial_ttl = flow->ttl;
	copy->at = now;
	copy->forward = direction == FLOW_FORWARD;
	for (unsigned i = 0; i < path->n_hops; i++)
		copy_hop(&path->hops[i], copy->hops);
	return copy;
}

static gboolean has_digest(const Scenario *scenario, const char *recorded)
{
	char *digest = g_strdup_printf("%016" PRIx64, digest_value(&scenario->sim->digest));
	gboolean same = strcmp(digest, recorded) == 0;

	g_free(digest);
	return same;
}

/* The flow is walked all along, as those of the scenario are: what it is at the end is its path then. */
static const Flow *run_to(Scenario *scenario, const char *from, const char *to, const char *to_node,
			  const char *vrf, SimTime until, GError **error)
{
	NetAddr dst;
	const Flow *flow;

	if (!destination(scenario, to, &dst, error))
		return NULL;
	if (!to_node && network_node(scenario->network, to))
		to_node = to;
	flow = flow_add(scenario->flows, "(trace)", from, vrf, &net_addr_none, &dst, to_node,
			REPLAY_TTL, error);
	if (!flow)
		return NULL;
	network_start(scenario->network);
	flow_set_start(scenario->flows);
	sim_run(scenario->sim, until);
	return flow;
}

gboolean replay_paths(sqlite3 *db, const char *from, const char *to, const char *to_node,
		      const char *vrf, SimTime at, RunPath **there, RunPath **back,
		      gboolean *differs, GError **error)
{
	sqlite3_stmt *run = select_run(db, error);
	Scenario *scenario = run ? load(run, error) : NULL;
	SimTime until = at >= 0 ? at : run_db_end(db);
	const Flow *flow = scenario ? run_to(scenario, from, to, to_node, vrf, until, error) : NULL;

	if (flow) {
		*there = copy_path(flow, FLOW_FORWARD, until);
		*back = copy_path(flow, FLOW_REVERSE, until);
		*differs = at < 0 && !has_digest(scenario, run_db_text(run, 3));
	}
	sqlite3_finalize(run);
	scenario_free(scenario);
	return flow != NULL;
}
