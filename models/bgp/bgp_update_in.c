/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_update_in.h"

#include "models/bgp/bgp_import.h"
#include "models/bgp/bgp_ingress.h"
#include "models/bgp/bgp_limit.h"
#include "models/bgp/bgp_loc_rib.h"
#include "models/bgp/bgp_membership.h"
#include "models/bgp/bgp_refresh.h"
#include "models/bgp/bgp_send_label.h"
#include "models/bgp/bgp_trace.h"

/* Families that were not agreed on are passed over, or that are not listened to any more. */
static BgpTable *table_for(BgpPeer *peer, const BgpDecodedBlock *block)
{
	int f = block->family;
	if (block->n == 0 || !peer->families[f].agreed || peer->families[f].disabled)
		return NULL;
	return bgp_peer_table(peer, (unsigned)f);
}

static unsigned family_of(const BgpTable *table)
{
	return (unsigned)(table->family - bgp_families);
}

static void withdraw(BgpPeer *peer, unsigned family, uint32_t id)
{
	BgpNet *net = bgp_table_at(bgp_peer_table(peer, family), id);
	if (!net)
		return;
	bgp_refresh_heard(peer, family, net);
	if (bgp_send_label_came_in(peer, family, net))
		bgp_peer_withdraw(peer, peer->families[family].table, net);
}

static void withdraw_block(BgpPeer *peer, const BgpDecoded *decoded, BgpBlockKind kind)
{
	const BgpDecodedBlock *block = &decoded->blocks[kind];
	if (!table_for(peer, block))
		return;
	for (guint i = 0; i < block->n; i++)
		withdraw(peer, (unsigned)block->family, bgp_decoded_prefix(decoded, block, i)->id);
}

static void announce(BgpPeer *peer, unsigned family, const BgpDecodedPrefix *prefix,
		     BgpAttrSet *set)
{
	BgpNet *net = bgp_table_get_at(bgp_peer_table(peer, family), prefix->id);
	bgp_refresh_heard(peer, family, net);
	bgp_import_put(peer, peer->families[family].table, net, set, prefix->label);
}

/* A route that must not be used takes the place of the one before it, as if that were withdrawn; kept: NULL, or
 * what is known of it then. */
static void refuse(BgpPeer *peer, unsigned family, const BgpDecodedPrefix *prefix, BgpAttrSet *kept,
		   const char *reason)
{
	BgpTable *table = bgp_peer_table(peer, family);
	BgpNet *net = kept ? bgp_table_get_at(table, prefix->id) : bgp_table_at(table, prefix->id);

	if (!net)
		return;
	bgp_refresh_heard(peer, family, net);
	if (kept)
		bgp_import_object(peer, family_of(table), net, kept, prefix->label, reason);
	else
		bgp_peer_withdraw(peer, family_of(table), net);
}

/* Gives back the reference to kept. */
static void refuse_block(BgpPeer *peer, BgpTable *table, const BgpDecoded *decoded,
			 const BgpDecodedBlock *block, BgpAttrSet *kept, const char *reason)
{
	for (guint i = 0; i < block->n; i++) {
		const BgpDecodedPrefix *at = bgp_decoded_prefix(decoded, block, i);
		NetPrefix prefix = net_prefix_id_prefix(table->prefixes, at->id);
		bgp_trace_refusal(table, net_prefix_id_rd(table->prefixes, at->id), &prefix, peer,
				  reason);
		refuse(peer, (unsigned)block->family, at, kept, reason);
	}
	bgp_attrset_unref(kept);
}

static const BgpFault *withdrawing_fault(const BgpUpdate *update)
{
	for (unsigned i = 0; update && i < update->n_faults; i++)
		if (update->faults[i].reaction == BGP_REACT_WITHDRAW)
			return &update->faults[i];
	return NULL;
}

/* RFC 4271 6.3: a prefix of multicast addresses is ignored, the others of its message are not. */
static gboolean is_unicast(const BgpPeer *peer, const BgpTable *table, uint32_t id)
{
	NetPrefix prefix = net_prefix_id_prefix(table->prefixes, id);

	if (!net_addr_is_multicast(&prefix.addr))
		return TRUE;
	bgp_trace_refusal(table, net_prefix_id_rd(table->prefixes, id), &prefix, peer,
			  "a prefix of multicast addresses");
	return FALSE;
}

/* Gives back the reference to set. */
static void take_block(BgpPeer *peer, BgpTable *table, const BgpDecoded *decoded,
		       const BgpDecodedBlock *block, BgpAttrSet *set)
{
	for (guint i = 0; i < block->n && !bgp_limit_reached(peer, family_of(table)); i++) {
		const BgpDecodedPrefix *prefix = bgp_decoded_prefix(decoded, block, i);

		if (is_unicast(peer, table, prefix->id))
			announce(peer, (unsigned)block->family, prefix, set);
	}
	bgp_attrset_unref(set);
}

static void announce_block(BgpPeer *peer, const BgpDecoded *decoded, BgpBlockKind kind)
{
	const BgpDecodedBlock *block = &decoded->blocks[kind];
	BgpTable *table = table_for(peer, block);
	if (!table)
		return;
	const BgpFault *fault = withdrawing_fault(decoded->update);
	BgpScratch scratch;
	BgpAttrs attrs = *bgp_decoded_attrs(decoded);
	bgp_scratch_init(&scratch);
	char *reason = fault ? bgp_fault_text(fault) : bgp_ingress(peer, &attrs, &scratch);
	gboolean kept = !reason || (!fault && bgp_import_keeps(peer, family_of(table)));
	BgpAttrSet *set = kept ? bgp_decoded_set(decoded, peer->bgp->run, &attrs) : NULL;
	if (reason)
		refuse_block(peer, table, decoded, block, set, reason);
	else
		take_block(peer, table, decoded, block, set);
	g_free(reason);
	bgp_scratch_clear(&scratch);
}

/* The family whose prefixes could not be read; -1: it is not known. */
static int family_at_fault(const BgpUpdate *update)
{
	const BgpAttrs *a = &update->attrs;
	if (bgp_update_strongest_fault(update)->type == BGP_ATTR_MP_REACH_NLRI)
		return bgp_family_of_format(bgp_nlri_format(a->mp_reach.afi, a->mp_reach.safi));
	return bgp_family_of_format(bgp_nlri_format(a->mp_unreach.afi, a->mp_unreach.safi));
}

gboolean bgp_update_resets(const BgpPeer *peer, const BgpUpdate *update)
{
	if (update->reaction == BGP_REACT_DISABLE)
		return !peer->options.disable_family || family_at_fault(update) < 0;
	return update->reaction == BGP_REACT_RESET;
}

/* RFC 4760 7: its routes go, and what else comes of it is not looked at while the session lasts. */
static void disable_family(BgpPeer *peer, unsigned f)
{
	if (peer->families[f].disabled || !peer->families[f].agreed)
		return;
	peer->families[f].disabled = TRUE;
	bgp_peer_forget_routes(peer, f);
}

static void take_end_of_rib(BgpPeer *peer, unsigned family)
{
	peer->families[family].end_of_rib = TRUE;
	bgp_membership_end_of_rib(peer, family);
}

void bgp_update_in(BgpPeer *peer, const BgpDecoded *decoded)
{
	int ended = decoded->end_of_rib;
	if (decoded->update && decoded->update->reaction == BGP_REACT_DISABLE)
		disable_family(peer, (unsigned)family_at_fault(decoded->update));
	if (decoded->is_end_of_rib) {
		if (ended >= 0 && peer->families[ended].agreed)
			take_end_of_rib(peer, (unsigned)ended);
		return;
	}
	withdraw_block(peer, decoded, BGP_BLOCK_WITHDRAWN);
	withdraw_block(peer, decoded, BGP_BLOCK_MP_UNREACH);
	announce_block(peer, decoded, BGP_BLOCK_NLRI);
	announce_block(peer, decoded, BGP_BLOCK_MP_REACH);
	for (unsigned f = 0; f < BGP_N_FAMILIES; f++)
		if (peer->families[f].agreed)
			bgp_limit_check(peer, peer->families[f].table);
}
