/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_trace.h"

#include "models/net/records.h"

static const char *const note_names[BGP_NOTES] = {
	[BGP_NOTE_LOSS] = "session-loss",
	[BGP_NOTE_REFUSAL] = "session-refusal",
};

const char *bgp_note_name(BgpNote note)
{
	return note_names[note];
}

uint64_t bgp_trace_note(const BgpPeer *peer, BgpNote note, const char *text)
{
	const ProtoInstance *instance = &peer->bgp->instance;
	TraceSessionEvent record = {
		.head = {.type = &trace_session_event, .node = instance->host->node_name},
		.vrf = rib_name(instance->rib),
		.protocol = instance->class_->name,
		.peer = peer->name,
		.kind = bgp_note_name(note),
		.reason = text,
	};
	return sim_trace(peer->bgp->sim, &record.head);
}
