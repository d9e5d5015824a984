/* SPDX-License-Identifier: Apache-2.0 */
#include "models/fwd/drop.h"

uint64_t fwd_trace_drop(FwdNode *node, const FwdVrf *vrf, const FwdIface *in, const NetAddr *dst,
			const char *reason)
{
	return fwd_trace_loss(node, TRACE_DROP_DECIDED, vrf, in, dst, reason);
}

uint64_t fwd_trace_loss(FwdNode *node, TraceDropKind kind, const FwdVrf *vrf, const FwdIface *in,
			const NetAddr *dst, const char *reason)
{
	TraceDrop record = {
		.head = {.type = &trace_drop, .node = node->name},
		.vrf = vrf ? vrf->name : NULL,
		.interface = in ? in->name : NULL,
		.reason = reason,
		.destination = *dst,
		.kind = kind,
	};

	return sim_trace(node->sim, &record.head);
}

uint64_t fwd_trace_decision(FwdNode *node, const FwdState *state, const FwdDecision *decision)
{
	GString *reason = g_string_new(NULL);
	const FwdVrf *vrf = decision->vrf ? decision->vrf : state->vrf;
	uint64_t id;

	fwd_decision_append_reason(node, state, decision, reason);
	id = fwd_trace_drop(node, vrf, state->in, &state->dst, reason->str);
	g_string_free(reason, TRUE);
	return id;
}
