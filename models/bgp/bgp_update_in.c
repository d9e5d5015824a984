/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_update_in.h"

#include "models/bgp/bgp_import.h"
#include "models/bgp/bgp_ingress.h"
#include "models/bgp/bgp_limit.h"
#include "models/bgp/bgp_loc_rib.h"
#include "models/bgp/bgp_refresh.h"
#include "models/bgp/bgp_trace.h"

/* Families that were not agreed on are passed over, or that are not listened to any more. */
static BgpTable *table_for(BgpPeer *peer, const BgpNlriFormat *format)
{
	int f = bgp_family_of_format(format);
	if (f < 0 || !peer->families[f].agreed || peer->families[f].disabled)
		return NULL;
	return &peer->bgp->tables[f];
}

static unsigned family_of(const BgpTable *table)
{
	return (unsigned)(table->family - bgp_families);
}

static void withdraw(BgpPeer *peer, BgpTable *table, const BgpNlri *nlri)
{
	BgpNet *net = bgp_table_find(table, nlri->rd, &nlri->prefix);
	if (!net)
		return;
	bgp_refresh_heard(peer, family_of(table), net);
	bgp_peer_withdraw(peer, family_of(table), net);
}

enum { BATCH = 16 };

/* The next prefixes of a block, all looked for at once. */
static unsigned read_batch(const BgpTable *table, BgpNlriReader *reader, BgpNlri batch[BATCH])
{
	unsigned n = 0;

	while (n < BATCH && bgp_nlri_next(reader, &batch[n]))
		n++;
	if (n == 0 || net_prefix_id_follows(table->prefixes, batch[0].rd, &batch[0].prefix))
		return n;
	for (int step = NET_PREFIX_BUCKET; step <= NET_PREFIX_ENTRY; step++)
		for (unsigned i = 0; i < n; i++)
			net_prefix_id_expect(table->prefixes, batch[i].rd, &batch[i].prefix,
					     (NetPrefixStep)step);
	return n;
}

static void withdraw_block(BgpPeer *peer, const BgpNlriFormat *format, BgpSpan block)
{
	BgpTable *table = table_for(peer, format);
	BgpNlriReader reader;
	BgpNlri batch[BATCH];
	if (!table)
		return;
	bgp_nlri_reader_init(&reader, format, block);
	for (unsigned n; (n = read_batch(table, &reader, batch)) > 0;)
		for (unsigned i = 0; i < n; i++)
			withdraw(peer, table, &batch[i]);
}

/* The entry of the first label, as the only one (RFC 8277 2.2); 0: none. */
static uint32_t label_of(const BgpNlri *nlri)
{
	return nlri->n_labels > 0 ? bgp_label_entry(bgp_label_value(nlri->labels[0])) : 0;
}

static void announce(BgpPeer *peer, BgpTable *table, const BgpNlri *nlri, BgpAttrSet *set)
{
	BgpNet *net = bgp_table_get(table, nlri->rd, &nlri->prefix);
	uint32_t label = label_of(nlri);
	bgp_refresh_heard(peer, family_of(table), net);
	bgp_import_put(peer, family_of(table), net, set, label);
}

/* A route that must not be used takes the place of the one before it, as if it were withdrawn. */
static void refuse_block(BgpPeer *peer, BgpTable *table, BgpSpan block, const char *reason)
{
	BgpNlriReader reader;
	BgpNlri nlri;
	bgp_nlri_reader_init(&reader, table->family->format, block);
	while (bgp_nlri_next(&reader, &nlri)) {
		bgp_trace_refusal(table, nlri.rd, &nlri.prefix, peer, reason);
		withdraw(peer, table, &nlri);
	}
}

static const BgpFault *withdrawing_fault(const BgpUpdate *update)
{
	for (unsigned i = 0; i < update->n_faults; i++)
		if (update->faults[i].reaction == BGP_REACT_WITHDRAW)
			return &update->faults[i];
	return NULL;
}

/* Gives back the reference to set. */
static void take_block(BgpPeer *peer, BgpTable *table, BgpSpan block, BgpAttrSet *set)
{
	BgpNlriReader reader;
	BgpNlri batch[BATCH];
	bgp_nlri_reader_init(&reader, table->family->format, block);
	for (unsigned n; (n = read_batch(table, &reader, batch)) > 0;)
		for (unsigned i = 0; i < n && !bgp_limit_reached(peer, family_of(table)); i++)
			announce(peer, table, &batch[i], set);
	bgp_attrset_unref(set);
}

static void announce_block(BgpPeer *peer, const BgpNlriFormat *format, BgpSpan block,
			   const BgpUpdate *update)
{
	BgpTable *table = table_for(peer, format);
	if (!table || block.len == 0)
		return;
	const BgpFault *fault = withdrawing_fault(update);
	BgpScratch scratch;
	BgpAttrs attrs = update->attrs;
	bgp_scratch_init(&scratch);
	char *reason = fault ? bgp_fault_text(fault)
			     : bgp_ingress(peer, family_of(table), &attrs, &scratch);
	if (reason)
		refuse_block(peer, table, block, reason);
	else
		take_block(peer, table, block,
			   bgp_attrset_of_update(&peer->bgp->run->attrs, update, &attrs));
	g_free(reason);
	bgp_scratch_clear(&scratch);
}

static void end_of_rib(BgpPeer *peer, const BgpNlriFormat *format)
{
	int f = bgp_family_of_format(format);
	if (f >= 0 && peer->families[f].agreed)
		peer->families[f].end_of_rib = TRUE;
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

void bgp_update_in(BgpPeer *peer, const BgpUpdate *update)
{
	const BgpAttrs *attrs = &update->attrs;
	const BgpNlriFormat *format;
	if (update->reaction == BGP_REACT_DISABLE)
		disable_family(peer, (unsigned)family_at_fault(update));
	if (bgp_update_is_end_of_rib(update, &format)) {
		end_of_rib(peer, format);
		return;
	}
	withdraw_block(peer, &bgp_nlri_ipv4_unicast, update->withdrawn);
	if (bgp_attrs_has(attrs, BGP_ATTR_MP_UNREACH_NLRI))
		withdraw_block(peer, bgp_nlri_format(attrs->mp_unreach.afi, attrs->mp_unreach.safi),
			       attrs->mp_unreach.nlri);
	announce_block(peer, &bgp_nlri_ipv4_unicast, update->nlri, update);
	if (bgp_attrs_has(attrs, BGP_ATTR_MP_REACH_NLRI))
		announce_block(peer, bgp_nlri_format(attrs->mp_reach.afi, attrs->mp_reach.safi),
			       attrs->mp_reach.nlri, update);
	for (unsigned f = 0; f < BGP_N_FAMILIES; f++)
		if (peer->families[f].agreed)
			bgp_limit_check(peer, f);
}
