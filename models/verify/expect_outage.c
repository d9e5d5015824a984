/* SPDX-License-Identifier: Apache-2.0 */
#include "models/verify/expect_outage.h"

/* What one direction has been through. */
typedef struct Outages {
	gboolean is_out;
	SimTime since; /* where it is */
	unsigned n;
	SimTime longest, longest_at, total; /* of those that are over */
} Outages;

typedef struct OutageState {
	const Flow *flow;
	ExpectDirection direction;
	SimTime longest, total;
	Outages seen[FLOW_DIRECTIONS];
} OutageState;

static void end_outage(Outages *outages, SimTime now)
{
	SimTime length = now - outages->since;

	if (!outages->is_out)
		return;
	outages->is_out = FALSE;
	outages->total += length;
	if (length <= outages->longest && outages->n > 1)
		return;
	outages->longest = length;
	outages->longest_at = outages->since;
}

static void look_at(Outages *outages, const Path *path, SimTime now)
{
	gboolean is_out = !path || path->verdict != PATH_DELIVERED;

	if (!is_out) {
		end_outage(outages, now);
	} else if (!outages->is_out) {
		outages->is_out = TRUE;
		outages->since = now;
		outages->n++;
	}
}

static ExpectSight look(void *user, SimTime now, GString *seen)
{
	OutageState *state = user;

	(void)seen;
	for (unsigned d = 0; d < FLOW_DIRECTIONS; d++)
		look_at(&state->seen[d], state->flow->path[d], now);
	return EXPECT_SAME;
}

/* "forward longest 0.05s from 70s, 0.08s in 2 outages" */
static void append_seen(const Outages *outages, gboolean goes_on, GString *out)
{
	if (outages->n == 0) {
		g_string_append(out, "no outage");
		return;
	}
	g_string_append(out, outages->n > 1 ? "longest outage " : "outage ");
	sim_time_append(out, outages->longest);
	g_string_append(out, "s from ");
	sim_time_append(out, outages->longest_at);
	g_string_append(out, "s on");
	if (outages->n > 1) {
		g_string_append_printf(out, ", %u of together ", outages->n);
		sim_time_append(out, outages->total);
		g_string_append_c(out, 's');
	}
	if (goes_on)
		g_string_append(out, ", out at the end");
}

static ExpectSight conclude(const ExpectSet *set, const void *user, SimTime end, GString *seen)
{
	const OutageState *state = user;
	gboolean met = TRUE;

	(void)set;
	for (unsigned d = 0; d < FLOW_DIRECTIONS; d++) {
		Outages outages = state->seen[d];
		gboolean goes_on = outages.is_out;

		if (!expect_covers(state->direction, (FlowDirection)d))
			continue;
		end_outage(&outages, end);
		g_string_append_printf(seen, "%s%s ", seen->len > 0 ? "; " : "",
				       flow_direction_name((FlowDirection)d));
		append_seen(&outages, goes_on, seen);
		met &= outages.longest <= state->longest && outages.total <= state->total;
	}
	return met ? EXPECT_MET : EXPECT_FAILED;
}

static const ExpectKind kind = {.look = look, .conclude = conclude, .free = g_free};

static void append_limit(const char *what, SimTime limit, GString *out)
{
	if (limit == SIM_NEVER)
		return;
	g_string_append_printf(out, "%s%s at most ", out->len > 0 ? ", " : "", what);
	sim_time_append(out, limit);
	g_string_append_c(out, 's');
}

void expect_add_outage(ExpectSet *set, const ExpectOutage *config)
{
	GString *what = g_string_new(NULL);
	OutageState *state = g_new0(OutageState, 1);

	state->flow = config->flow;
	state->direction = config->direction;
	state->longest = config->longest;
	state->total = config->total;
	append_limit("each outage", config->longest, what);
	append_limit("all outages together", config->total, what);
	expect_add(set, &kind, &config->when, config->flow->name, what->str, state);
	g_string_free(what, TRUE);
}
