/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_trace.h"

#include "models/bgp/bgp_update_in.h"
#include "models/net/records.h"

#include <string.h>

static const char *const note_names[BGP_NOTES] = {
	[BGP_NOTE_LOSS] = "session-loss",         [BGP_NOTE_REFUSAL] = "session-refusal",
	[BGP_NOTE_DISCARD] = "attribute-discard", [BGP_NOTE_WITHDRAW] = "treat-as-withdraw",
	[BGP_NOTE_DISABLE] = "family-disable",    [BGP_NOTE_RESET] = "session-reset",
	[BGP_NOTE_FAMILY] = "family-not-agreed",  [BGP_NOTE_STALE] = "stale-paths",
	[BGP_NOTE_SEGMENT] = "segments-dropped",  [BGP_NOTE_NO_REFRESH] = "refresh-not-agreed",
	[BGP_NOTE_LIMIT] = "maximum-prefix",      [BGP_NOTE_MEMBERSHIP] = "memberships-late",
};

uint64_t bgp_trace_note(const BgpPeer *peer, BgpNote note, const char *text)
{
	const ProtoInstance *instance = &peer->bgp->instance;
	TraceSessionEvent record = {
		.head = {.type = &trace_session_event, .node = instance->host->node_name},
		.vrf = rib_name(instance->rib),
		.protocol = instance->class_->name,
		.peer = peer->name,
		.kind = note_names[note],
		.reason = text,
	};
	return sim_trace(peer->bgp->sim, &record.head);
}

char *bgp_fault_text(const BgpFault *fault)
{
	const BgpAttrRow *row = bgp_attr_row(fault->type);
	const char *text = fault->error.text;
	const char *slash = strrchr(text, '/'); /* of an error's name the part that tells */
	if (slash)
		text = slash + 1;
	if (row)
		return g_strdup_printf("%s: %s", row->name, text);
	if (fault->type == 0)
		return g_strdup(text);
	return g_strdup_printf("attribute %u: %s", fault->type, text);
}

/* What the session ends for is recorded as that, whatever it asks for by itself. */
static BgpNote note_of(const BgpPeer *peer, const BgpUpdate *update, const BgpFault *fault)
{
	static const BgpNote notes[BGP_REACTIONS] = {
		[BGP_REACT_DISCARD] = BGP_NOTE_DISCARD,
		[BGP_REACT_WITHDRAW] = BGP_NOTE_WITHDRAW,
		[BGP_REACT_DISABLE] = BGP_NOTE_DISABLE,
		[BGP_REACT_RESET] = BGP_NOTE_RESET,
	};
	if (fault == bgp_update_strongest_fault(update) && bgp_update_resets(peer, update))
		return BGP_NOTE_RESET;
	return notes[fault->reaction];
}

uint64_t bgp_trace_faults(const BgpPeer *peer, const BgpUpdate *update)
{
	uint64_t cause = peer->bgp->sim->cause;
	for (unsigned i = 0; i < update->n_faults; i++) {
		const BgpFault *fault = &update->faults[i];
		char *text = bgp_fault_text(fault);
		uint64_t id = bgp_trace_note(peer, note_of(peer, update, fault), text);
		if (fault == bgp_update_strongest_fault(update))
			cause = id;
		g_free(text);
	}
	return cause;
}
