/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_advertisement.h"

#include "models/bgp/bgp_fields.h"
#include "models/bgp/bgp_peer.h"
#include "models/net/records.h"
#include "models/wire/bgp_update.h"

/* The record that is sent for each prefix, with what all prefixes of a message have in common. */
typedef struct Announcer {
	Sim *sim;
	TraceAdvertisement record;
} Announcer;

static void announce_block(Announcer *a, const BgpUpdate *update, BgpBlockKind kind)
{
	BgpBlock block = bgp_update_block(update, kind);
	BgpNlriReader reader;
	BgpNlri nlri;

	if (!block.format)
		return;
	bgp_nlri_reader_init(&reader, block.format, block.prefixes);
	while (bgp_nlri_next(&reader, &nlri)) {
		TraceAdvertisement record = a->record;

		record.family = block.format->name;
		record.rd = nlri.rd;
		record.prefix = nlri.prefix;
		record.label = block.format->labelled && !record.withdrawn
				       ? bgp_label_value(nlri.label)
				       : NET_LABEL_NONE;
		sim_trace(a->sim, &record.head);
	}
}

static void withdraw_all(Announcer *a, const BgpUpdate *update)
{
	a->record.withdrawn = TRUE;
	announce_block(a, update, BGP_BLOCK_WITHDRAWN);
	announce_block(a, update, BGP_BLOCK_MP_UNREACH);
}

static uint64_t community_at(BgpSpan span, size_t i)
{
	uint64_t community = 0;

	for (unsigned b = 0; b < 8; b++)
		community = community << 8 | span.bytes[i + b];
	return community;
}

/* Into rts, which has room for all. */
static NetRts route_targets(const BgpAttrs *attrs, NetRt *rts)
{
	BgpSpan span = attrs->extended_communities;
	unsigned n = 0;

	for (size_t i = 0; i + 8 <= span.len; i += 8)
		if (net_ext_community_is_rt(community_at(span, i)))
			rts[n++] = community_at(span, i);
	return (NetRts){rts, n};
}

static void announce_all(Announcer *a, const BgpUpdate *update)
{
	const BgpAttrs *attrs = &update->attrs;
	NetRt *rts = g_new(NetRt, attrs->extended_communities.len / 8);
	GString *as_path = g_string_new(NULL);

	field_bgp_as_path.print(&attrs, as_path);
	a->record.withdrawn = FALSE;
	a->record.as_path = as_path->str;
	a->record.next_hop = attrs->next_hop;
	a->record.route_targets = route_targets(attrs, rts);
	announce_block(a, update, BGP_BLOCK_NLRI);
	announce_block(a, update, BGP_BLOCK_MP_REACH);
	g_string_free(as_path, TRUE);
	g_free(rts);
}

void bgp_advertisement_trace(const BgpSession *session, const char *direction,
			     const uint8_t *message, size_t len, uint64_t told)
{
	const BgpPeer *peer = session->peer;
	Announcer a = {
		.sim = peer->bgp->sim,
		.record =
			{
				.head = {.type = &trace_advertisement,
					 .node = peer->bgp->instance.host->node_name,
					 .cause = told},
				.peer = peer->name,
				.direction = direction,
			},
	};
	BgpUpdate update;
	WireError error;

	if (!sim_trace_wanted(a.sim, &trace_advertisement) ||
	    !bgp_update_decode(message, len, session->as_size, !bgp_peer_is_internal(peer), &update,
			       &error))
		return;
	withdraw_all(&a, &update);
	announce_all(&a, &update);
}
