/* SPDX-License-Identifier: Apache-2.0 */
#include "models/verify/expect_flow.h"

#include "models/verify/pattern.h"

#include <string.h>

typedef struct FlowState {
	const Flow *flow;
	ExpectDirection direction;
	ExpectVerdicts verdicts;
	PathPattern *path; /* NULL: not asked for */
	char *dropped_at;
	GPatternSpec *reason; /* NULL: any */
	gboolean looked;
	uint64_t path_id[FLOW_DIRECTIONS]; /* then */
} FlowState;

static void state_free(void *user)
{
	FlowState *state = user;

	path_pattern_free(state->path);
	g_clear_pointer(&state->reason, g_pattern_spec_free);
	g_free(state->dropped_at);
	g_free(state);
}

gboolean expect_covers(ExpectDirection expected, FlowDirection direction)
{
	return expected == EXPECT_BOTH ||
	       (expected == EXPECT_FORWARD) == (direction == FLOW_FORWARD);
}

static const char *last_node(const Path *path)
{
	return path->hops[path->n_hops - 1].node->name;
}

static void append_seen(const FlowState *state, const Path *path, GString *out)
{
	g_string_append(out, path_verdict_name(path->verdict));
	if (path->verdict == PATH_DELIVERED) {
		g_string_append(out, ": ");
		path_pattern_append(state->path, path, out);
		return;
	}
	g_string_append_printf(out, " at %s: %s", last_node(path), path->reason);
}

static gboolean is_met(const FlowState *state, const Path *path)
{
	if (!(state->verdicts & (1u << path->verdict)))
		return FALSE;
	if (path->verdict == PATH_DELIVERED)
		return !state->path || path_pattern_matches(state->path, path);
	return (!state->dropped_at || strcmp(last_node(path), state->dropped_at) == 0) &&
	       (!state->reason || g_pattern_spec_match_string(state->reason, path->reason));
}

/* One direction; FALSE where it is not as expected. */
static gboolean look_at(const FlowState *state, FlowDirection direction, GString *seen)
{
	const Path *path = state->flow->path[direction];

	if (seen->len > 0)
		g_string_append(seen, "; ");
	g_string_append_printf(seen, "%s ", flow_direction_name(direction));
	if (!path) {
		g_string_append(seen, "not walked");
		return FALSE;
	}
	append_seen(state, path, seen);
	return is_met(state, path);
}

static ExpectSight look(void *user, SimTime now, GString *seen)
{
	FlowState *state = user;
	const uint64_t *path_id = state->flow->path_id;
	gboolean met = TRUE;

	(void)now;
	if (state->looked && memcmp(state->path_id, path_id, sizeof(state->path_id)) == 0)
		return EXPECT_SAME;
	state->looked = TRUE;
	memcpy(state->path_id, path_id, sizeof(state->path_id));
	for (unsigned d = 0; d < FLOW_DIRECTIONS; d++)
		if (expect_covers(state->direction, (FlowDirection)d))
			met &= look_at(state, (FlowDirection)d, seen);
	return met ? EXPECT_MET : EXPECT_FAILED;
}

static const ExpectKind kind = {.look = look, .free = state_free};

static const char *verdicts_text(ExpectVerdicts verdicts)
{
	for (unsigned v = PATH_DELIVERED; v <= PATH_MISDELIVERED; v++)
		if (verdicts == 1u << v)
			return path_verdict_name((PathVerdict)v);
	return "not delivered";
}

static char *describe(const ExpectFlow *config, ExpectVerdicts verdicts)
{
	GString *text = g_string_new(verdicts_text(verdicts));

	if (config->dropped_at)
		g_string_append_printf(text, " at %s", config->dropped_at);
	if (config->reason || config->path)
		g_string_append_printf(text, ": %s",
				       config->reason ? config->reason : config->path);
	return g_string_free(text, FALSE);
}

static gboolean check(const ExpectFlow *config, ExpectVerdicts verdicts, GError **error)
{
	const char *wrong = NULL;

	if (config->path && verdicts != EXPECT_DELIVERED)
		wrong = "a flow is delivered or dropped; write either path or dropped-at";
	else if (config->reason && verdicts == EXPECT_DELIVERED)
		wrong = "a reason belongs to a drop; write dropped-at=\"...\" or "
			"verdict=\"dropped\" beside it";
	else if (config->dropped_at && verdicts != EXPECT_DROPPED)
		wrong = "dropped-at says where a flow is dropped; write no other verdict beside "
			"it";
	if (wrong) {
		g_set_error_literal(error, PROTO_ERROR, 0, wrong);
		return FALSE;
	}
	if (!config->dropped_at ||
	    network_node(config->flow->ends[FLOW_FORWARD]->network, config->dropped_at))
		return TRUE;
	g_set_error(error, PROTO_ERROR, 0, "there is no node \"%s\"", config->dropped_at);
	return FALSE;
}

gboolean expect_add_flow(ExpectSet *set, const ExpectFlow *config, GError **error)
{
	ExpectVerdicts verdicts = config->verdicts;
	PathPattern *path = NULL;
	g_autofree char *what = NULL;
	FlowState *state;

	if (!verdicts)
		verdicts = config->dropped_at ? EXPECT_DROPPED : EXPECT_DELIVERED;
	if (!check(config, verdicts, error))
		return FALSE;
	if (config->path) {
		path = path_pattern_parse(config->path, error);
		if (!path)
			return FALSE;
	}
	state = g_new0(FlowState, 1);
	state->flow = config->flow;
	state->direction = config->direction;
	state->verdicts = verdicts;
	state->path = path;
	state->dropped_at = g_strdup(config->dropped_at);
	state->reason = config->reason ? g_pattern_spec_new(config->reason) : NULL;
	what = describe(config, verdicts);
	expect_add(set, &kind, &config->when, config->flow->name, what, state);
	return TRUE;
}
