/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_update_in.h"

#include "models/bgp/bgp_as_path.h"
#include "models/bgp/bgp_loc_rib.h"
#include "models/bgp/bgp_reflect.h"
#include "models/fwd/ip.h"

/* Families that were not agreed on are passed over. */
static BgpTable *table_for(BgpPeer *peer, const BgpNlriFormat *format)
{
	int f = bgp_family_of_format(format);
	return f >= 0 && peer->families[f].agreed ? &peer->bgp->tables[f] : NULL;
}

static void withdraw(BgpPeer *peer, BgpTable *table, const BgpNlri *nlri)
{
	BgpNet *net = bgp_table_find(table, nlri->rd, &nlri->prefix);
	if (net && bgp_table_remove(table, net, peer))
		bgp_loc_rib_reconsider(table, net);
}

static void withdraw_block(BgpPeer *peer, const BgpNlriFormat *format, BgpSpan block)
{
	BgpTable *table = table_for(peer, format);
	BgpNlriReader reader;
	BgpNlri nlri;
	if (!table)
		return;
	bgp_nlri_reader_init(&reader, format, block);
	while (bgp_nlri_next(&reader, &nlri))
		withdraw(peer, table, &nlri);
}

static void announce(BgpPeer *peer, BgpTable *table, const BgpNlri *nlri, BgpAttrSet *set)
{
	BgpNet *net = bgp_table_get(table, nlri->rd, &nlri->prefix);
	uint32_t label = nlri->n_labels > 0 ? nlri->labels[0] : 0;
	if (bgp_table_put(table, net, peer, bgp_attrset_ref(set), label))
		bgp_loc_rib_reconsider(table, net);
}

/* RFC 4271 9.1.2 and 5.1.3: routes that must not be used; NULL where there is nothing against it. */
static char *objection(const BgpPeer *peer, const BgpAttrs *attrs)
{
	const Bgp *bgp = peer->bgp;
	const ProtoInstance *instance = &bgp->instance;
	if (bgp_as_path_contains(attrs->as_path, bgp->as_number))
		return g_strdup_printf("AS loop: %u is in the AS path", bgp->as_number);
	if (!bgp_peer_is_internal(peer) && bgp_as_path_first(attrs->as_path) != peer->as_number)
		return g_strdup_printf("AS path does not begin with the neighbor's AS %u",
				       peer->as_number);
	char *looped = bgp_peer_is_internal(peer) ? bgp_reflect_objection(bgp, attrs) : NULL;
	if (looped)
		return looped;
	if (ip_is_local(instance->host->fwd, rib_vrf(instance->rib), &attrs->next_hop))
		return g_strdup("next hop is this router itself");
	return NULL;
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

static void announce_block(BgpPeer *peer, const BgpNlriFormat *format, BgpSpan block,
			   const BgpUpdate *update)
{
	BgpTable *table = table_for(peer, format);
	BgpNlriReader reader;
	BgpNlri nlri;
	if (!table || block.len == 0)
		return;
	char *reason = objection(peer, &update->attrs);
	if (reason) {
		refuse_block(peer, table, block, reason);
		g_free(reason);
		return;
	}
	/* RFC 4271 5.1.5, RFC 7606 7.9 and 7.10: what another AS must not say counts for nothing. */
	const uint32_t internal_only = BGP_ATTR_BIT(BGP_ATTR_LOCAL_PREF) |
				       BGP_ATTR_BIT(BGP_ATTR_ORIGINATOR_ID) |
				       BGP_ATTR_BIT(BGP_ATTR_CLUSTER_LIST);
	uint32_t drop = bgp_peer_is_internal(peer) ? 0 : internal_only;
	BgpAttrSet *set = bgp_attrset_of_update(&peer->bgp->run->attrs, update, drop);
	bgp_nlri_reader_init(&reader, format, block);
	while (bgp_nlri_next(&reader, &nlri))
		announce(peer, table, &nlri, set);
	bgp_attrset_unref(set);
}

static void end_of_rib(BgpPeer *peer, const BgpNlriFormat *format)
{
	int f = bgp_family_of_format(format);
	if (f >= 0 && peer->families[f].agreed)
		peer->families[f].end_of_rib = TRUE;
}

void bgp_update_in(BgpPeer *peer, const BgpUpdate *update)
{
	const BgpAttrs *attrs = &update->attrs;
	const BgpNlriFormat *format;
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
}
