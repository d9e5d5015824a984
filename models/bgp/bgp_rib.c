/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_rib.h"

#include "models/bgp/bgp_loc_rib.h"
#include "models/bgp/bgp_peer.h"

/* Of the chosen path, and of those that are used beside it. */
static uint8_t collect_hops(const BgpNet *net, RibHop hops[RIB_MAX_HOPS])
{
	uint8_t n = 0;

	for (const BgpPath *path = net->paths; path; path = path->next)
		if (path->flags & (BGP_PATH_CHOSEN | BGP_PATH_MULTI))
			hops[n++] = (RibHop){.kind = RIB_HOP_RECURSIVE,
					     .gateway = path->attrs->attrs.next_hop};
	return n;
}

static void install(const BgpTable *table, const BgpChange *change)
{
	Bgp *bgp = table->bgp;
	const BgpAttrs *attrs = &change->after->attrs->attrs;
	gboolean internal = bgp_peer_is_internal(change->after->peer);
	RibHop hops[RIB_MAX_HOPS];
	RibRoute route = {
		.prefix = bgp_net_prefix(table, change->net),
		.source = &bgp->source,
		.distance = internal ? RIB_DISTANCE_IBGP : RIB_DISTANCE_EBGP,
		.metric = attrs->med,
		.n_hops = collect_hops(change->net, hops),
		.hops = hops,
		.cause = change->after->cause,
	};
	rib_route_update(bgp->instance.rib, &route);
}

/* A route whose next hop cannot be reached stays in the RIB, which knows why it is of no use. */
void bgp_rib_changed(BgpTable *table, const BgpChange *change)
{
	Bgp *bgp = table->bgp;
	NetPrefix prefix = bgp_net_prefix(table, change->net);
	if (!bgp->install)
		return;
	if (change->after && change->after->peer)
		install(table, change);
	else if (change->before && change->before->peer)
		rib_route_withdraw(bgp->instance.rib, &bgp->source, &prefix);
}

static void originate(Bgp *bgp, const NetPrefix *prefix)
{
	BgpTable *table = &bgp->tables[BGP_FAMILY_IPV4];
	BgpAttrs attrs = {
		.present = BGP_ATTR_BIT(BGP_ATTR_ORIGIN) | BGP_ATTR_BIT(BGP_ATTR_AS_PATH) |
			   BGP_ATTR_BIT(BGP_ATTR_MED),
		.origin = BGP_ORIGIN_IGP,
		.as_path.as_size = 4,
	};
	BgpNet *net = bgp_table_get(table, 0, prefix);
	BgpAttrSet *set = bgp_attrset_intern(&bgp->run->attrs, &attrs, (BgpSpan){NULL, 0});
	if (bgp_table_put(table, net, NULL, set, 0))
		bgp_loc_rib_reconsider(table, net);
}

static void withdraw(Bgp *bgp, const NetPrefix *prefix)
{
	BgpTable *table = &bgp->tables[BGP_FAMILY_IPV4];
	BgpNet *net = bgp_table_find(table, 0, prefix);
	if (net && bgp_table_remove(table, net, NULL))
		bgp_loc_rib_reconsider(table, net);
}

static void consider(Bgp *bgp, const NetPrefix *prefix, const RibRoute *best)
{
	if (best && best->source != &bgp->source)
		originate(bgp, prefix);
	else
		withdraw(bgp, prefix);
}

static void rib_changed(Rib *rib, const NetPrefix *prefix, const RibRoute *before,
			const RibRoute *after, void *user)
{
	Bgp *bgp = user;
	(void)rib;
	(void)before;
	for (guint i = 0; i < bgp->networks->len; i++)
		if (net_prefix_equal(&g_array_index(bgp->networks, NetPrefix, i), prefix))
			consider(bgp, prefix, after);
}

void bgp_networks_start(Bgp *bgp)
{
	Rib *rib = bgp->instance.rib;
	if (bgp->networks->len == 0)
		return;
	rib_watch(rib, rib_changed, bgp);
	for (guint i = 0; i < bgp->networks->len; i++) {
		const NetPrefix *prefix = &g_array_index(bgp->networks, NetPrefix, i);
		consider(bgp, prefix, rib_best(rib, prefix));
	}
}

void bgp_networks_unwatch(Bgp *bgp)
{
	if (bgp->networks->len > 0)
		rib_unwatch(bgp->instance.rib, rib_changed, bgp);
}

void bgp_networks_stop(Bgp *bgp)
{
	bgp_networks_unwatch(bgp);
	for (guint i = 0; i < bgp->networks->len; i++)
		withdraw(bgp, &g_array_index(bgp->networks, NetPrefix, i));
}
