/* SPDX-License-Identifier: Apache-2.0 */
#include "models/verify/expect.h"

#include "models/verify/pattern.h"

#include <string.h>

typedef struct Expect {
	SimEvent event; /* first member: makes sure that there is an instant to look at */
	SimTime time;
	const Flow *flow;
	ExpectDirection direction;
	PathPattern *path; /* NULL: not asked for */
	char *dropped_at;
	char *reason;
	const Ping *ping; /* NULL: of a flow; else nothing of the above but time, which is never */
	char *result;
} Expect;

struct ExpectSet {
	Sim *sim;
	GPtrArray *expects; /* of Expect */
	GArray *results;    /* of ExpectResult, in step with expects */
};

static void expect_free(void *user)
{
	Expect *expect = user;

	path_pattern_free(expect->path);
	g_free(expect->dropped_at);
	g_free(expect->reason);
	g_free(expect->result);
	g_free(expect);
}

static void result_clear(void *user)
{
	ExpectResult *result = user;

	g_free(result->name);
	g_free(result->detail);
}

static const Path *path_of(const Expect *expect, FlowDirection direction)
{
	return expect->flow->path[direction];
}

static void append_seen(const Expect *expect, const Path *path, GString *out)
{
	g_string_append(out, path_verdict_name(path->verdict));
	if (path->verdict == PATH_DELIVERED) {
		g_string_append(out, ": ");
		path_pattern_append(expect->path, path, out);
		return;
	}
	g_string_append_printf(out, " at %s: %s", path->hops[path->n_hops - 1].node->name,
			       path->reason);
}

static gboolean is_met(const Expect *expect, const Path *path)
{
	if (expect->dropped_at)
		return path->verdict == PATH_DROPPED &&
		       strcmp(path->hops[path->n_hops - 1].node->name, expect->dropped_at) == 0 &&
		       (!expect->reason || strcmp(path->reason, expect->reason) == 0);
	return path->verdict == PATH_DELIVERED &&
	       (!expect->path || path_pattern_matches(expect->path, path));
}

static gboolean covers(const Expect *expect, FlowDirection direction)
{
	return expect->direction == EXPECT_BOTH ||
	       (expect->direction == EXPECT_FORWARD) == (direction == FLOW_FORWARD);
}

static void decide(const Expect *expect, ExpectResult *result)
{
	GString *detail = g_string_new(NULL);

	result->decided = TRUE;
	result->passed = TRUE;
	for (unsigned d = 0; d < FLOW_DIRECTIONS; d++) {
		const Path *path = path_of(expect, (FlowDirection)d);

		if (!covers(expect, (FlowDirection)d))
			continue;
		if (detail->len > 0)
			g_string_append(detail, "; ");
		g_string_append_printf(detail, "%s ", flow_direction_name((FlowDirection)d));
		if (!path) {
			g_string_append(detail, "not walked");
			result->passed = FALSE;
			continue;
		}
		append_seen(expect, path, detail);
		result->passed &= is_met(expect, path);
	}
	g_free(result->detail);
	result->detail = g_string_free(detail, FALSE);
}

static void on_instant(Sim *sim, void *user)
{
	ExpectSet *set = user;

	for (unsigned i = 0; i < set->expects->len; i++) {
		const Expect *expect = g_ptr_array_index(set->expects, i);

		if (expect->time == sim->now)
			decide(expect, &g_array_index(set->results, ExpectResult, i));
	}
}

static void do_nothing(SimEvent *event)
{
	(void)event;
}

ExpectSet *expect_set_new(Sim *sim)
{
	ExpectSet *set = g_new0(ExpectSet, 1);

	set->sim = sim;
	set->expects = g_ptr_array_new_with_free_func(expect_free);
	set->results = g_array_new(FALSE, TRUE, sizeof(ExpectResult));
	g_array_set_clear_func(set->results, result_clear);
	return set;
}

void expect_set_free(ExpectSet *set)
{
	if (!set)
		return;
	for (unsigned i = 0; i < set->expects->len; i++)
		sim_event_cancel(set->sim, g_ptr_array_index(set->expects, i));
	g_ptr_array_free(set->expects, TRUE);
	g_array_free(set->results, TRUE);
	g_free(set);
}

void expect_set_start(ExpectSet *set)
{
	sim_add_instant_hook(set->sim, on_instant, set);
}

static char *describe(const ExpectConfig *config)
{
	GString *text = g_string_new(NULL);

	if (config->name)
		return g_strdup(config->name);
	g_string_append_printf(text, "%s at ", config->flow->name);
	sim_time_append(text, config->time);
	g_string_append(text, "s: ");
	if (config->dropped_at)
		g_string_append_printf(text, "dropped at %s%s%s", config->dropped_at,
				       config->reason ? ": " : "",
				       config->reason ? config->reason : "");
	else
		g_string_append_printf(text, "delivered%s%s", config->path ? ": " : "",
				       config->path ? config->path : "");
	return g_string_free(text, FALSE);
}

gboolean expect_add(ExpectSet *set, const ExpectConfig *config, GError **error)
{
	Expect *expect;
	ExpectResult result = {.line = config->line};
	PathPattern *path = NULL;

	if (config->dropped_at &&
	    !network_node(config->flow->ends[FLOW_FORWARD]->network, config->dropped_at)) {
		g_set_error(error, PROTO_ERROR, 0, "there is no node \"%s\"", config->dropped_at);
		return FALSE;
	}
	if (config->path) {
		path = path_pattern_parse(config->path, error);
		if (!path)
			return FALSE;
	}
	expect = g_new0(Expect, 1);
	expect->event.fn = do_nothing;
	expect->time = config->time;
	expect->flow = config->flow;
	expect->direction = config->direction;
	expect->path = path;
	expect->dropped_at = g_strdup(config->dropped_at);
	expect->reason = g_strdup(config->reason);
	result.name = describe(config);
	result.detail = g_strdup("its time never came");
	g_ptr_array_add(set->expects, expect);
	g_array_append_val(set->results, result);
	sim_event_schedule(set->sim, &expect->event, config->time, SIM_PERIODIC);
	return TRUE;
}

void expect_add_ping(ExpectSet *set, const Ping *ping, const char *result, unsigned line)
{
	Expect *expect = g_new0(Expect, 1);
	ExpectResult fresh = {.line = line};

	expect->time = SIM_NEVER;
	expect->ping = ping;
	expect->result = g_strdup(result);
	fresh.name = g_strdup_printf("ping %s: %s", ping_name(ping), result);
	g_ptr_array_add(set->expects, expect);
	g_array_append_val(set->results, fresh);
}

/* The first request with another result, else the first of all. */
static unsigned telling_request(const Expect *expect, gboolean *passed)
{
	unsigned n = ping_config(expect->ping)->count;

	for (unsigned i = 1; i <= n; i++) {
		*passed = g_strcmp0(ping_outcome(expect->ping, i)->result, expect->result) == 0;
		if (!*passed)
			return i;
	}
	return 1;
}

/* "request 1: net-unreachable from 192.168.3.1: dropped at PE-2: no route" */
static void look_at_ping(const Expect *expect, ExpectResult *result)
{
	unsigned sequence = telling_request(expect, &result->passed);
	const PingOutcome *outcome = ping_outcome(expect->ping, sequence);
	GString *detail = g_string_new(NULL);

	result->decided = outcome->result != NULL;
	g_string_append_printf(detail, "request %u: %s", sequence,
			       outcome->result ? outcome->result : "its time never came");
	if (net_addr_is_set(&outcome->responder)) {
		g_string_append(detail, " from ");
		net_addr_append(&outcome->responder, detail);
	}
	if (outcome->reason)
		g_string_append_printf(detail, ": %s", outcome->reason);
	g_free(result->detail);
	result->detail = g_string_free(detail, FALSE);
}

const GArray *expect_results(ExpectSet *set)
{
	for (unsigned i = 0; i < set->expects->len; i++) {
		const Expect *expect = g_ptr_array_index(set->expects, i);

		if (expect->ping)
			look_at_ping(expect, &g_array_index(set->results, ExpectResult, i));
	}
	return set->results;
}
