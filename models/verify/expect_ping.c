/* SPDX-License-Identifier: Apache-2.0 */
#include "models/verify/expect_ping.h"

typedef struct PingState {
	const Ping *ping;
	char *result;
} PingState;

static void state_free(void *user)
{
	PingState *state = user;

	g_free(state->result);
	g_free(state);
}

/* The first request with another result, else the first of all. */
static unsigned telling_request(const PingState *state, gboolean *passed)
{
	unsigned n = ping_config(state->ping)->count;

	for (unsigned i = 1; i <= n; i++) {
		*passed = g_strcmp0(ping_outcome(state->ping, i)->result, state->result) == 0;
		if (!*passed)
			return i;
	}
	return 1;
}

/* "request 1: net-unreachable from 192.168.3.1: dropped at PE-2: no route" */
static ExpectSight conclude(const ExpectSet *set, const void *user, SimTime end, GString *seen)
{
	const PingState *state = user;
	gboolean passed = FALSE;
	unsigned sequence = telling_request(state, &passed);
	const PingOutcome *outcome = ping_outcome(state->ping, sequence);

	(void)set;
	(void)end;
	g_string_append_printf(seen, "request %u: %s", sequence,
			       outcome->result ? outcome->result : "its time never came");
	if (net_addr_is_set(&outcome->responder)) {
		g_string_append(seen, " from ");
		net_addr_append(&outcome->responder, seen);
	}
	if (outcome->reason)
		g_string_append_printf(seen, ": %s", outcome->reason);
	if (!outcome->result)
		return EXPECT_UNDECIDED;
	return passed ? EXPECT_MET : EXPECT_FAILED;
}

static const ExpectKind kind = {.conclude = conclude, .free = state_free};

void expect_add_ping(ExpectSet *set, const Ping *ping, const char *result, const ExpectWhen *when)
{
	ExpectWhen timeless = *when;
	PingState *state = g_new0(PingState, 1);
	g_autofree char *subject = g_strdup_printf("ping %s", ping_name(ping));

	state->ping = ping;
	state->result = g_strdup(result);
	timeless.from = timeless.to = SIM_NEVER;
	expect_add(set, &kind, &timeless, subject, result, state);
}
