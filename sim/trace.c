/* SPDX-License-Identifier: Apache-2.0 */
#include "sim/trace.h"

static const Field transition_fields[] = {
	FIELD(TraceTransition, protocol, field_text),
	FIELD(TraceTransition, instance, field_text),
	FIELD(TraceTransition, peer, field_text),
	FIELD(TraceTransition, from_state, field_text),
	FIELD(TraceTransition, event, field_text),
	FIELD(TraceTransition, to_state, field_text),
	FIELD(TraceTransition, unexpected, field_bool),
};

static const Field cause_fields[] = {
	FIELD(TraceCause, record_id, field_id),
};

const TraceType trace_cause = {
	.name = "cause",
	.flags = TRACE_DIGEST,
	.fields = cause_fields,
	.n_fields = G_N_ELEMENTS(cause_fields),
};

const TraceType trace_transition = {
	.name = "transition",
	.flags = TRACE_CHANGE | TRACE_DIGEST,
	.fields = transition_fields,
	.n_fields = G_N_ELEMENTS(transition_fields),
};
