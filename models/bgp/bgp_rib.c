/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_rib.h"

#include "models/bgp/bgp_aggregate.h"
#include "models/bgp/bgp_loc_rib.h"
#include "models/bgp/bgp_peer.h"

/* Of the chosen path, and of those that are used beside it. */
static uint8_t collect_hops(const Bgp *bgp, const BgpNet *net, RibHop hops[RIB_MAX_HOPS])
{
	uint8_t n = 0;

	for (const BgpPath *path = net->paths; path; path = path->next)
		if (path->flags & (BGP_PATH_CHOSEN | BGP_PATH_MULTI))
			hops[n++] =
				(RibHop){.kind = path->peer ? RIB_HOP_RECURSIVE : RIB_HOP_DISCARD,
					 .gateway = path->attrs->attrs.next_hop,
					 .specific = !bgp->via_default};
	return n;
}

static uint8_t distance_of(const BgpDistance *distance, const BgpPath *path)
{
	if (!path->peer)
		return distance->local;
	return bgp_peer_is_internal(path->peer) ? distance->internal : distance->external;
}

static void install(const BgpTable *table, const BgpChange *change)
{
	Bgp *bgp = table->bgp;
	const BgpPath *path = change->after;
	RibHop hops[RIB_MAX_HOPS];
	RibRoute route = {
		.prefix = bgp_net_prefix(table, change->net),
		.source = &bgp->source,
		.distance = distance_of(&bgp->distance, path),
		.metric = path->attrs->attrs.med,
		.n_hops = collect_hops(bgp, change->net, hops),
		.hops = hops,
		.cause = path->cause,
	};
	rib_route_update(bgp->instance.rib, &route);
}

/* What the router originates itself it has from elsewhere, but for an aggregate. */
static gboolean is_installed(const BgpPath *path)
{
	return path && (path->peer || path->flags & BGP_PATH_AGGREGATE);
}

/* A route whose next hop cannot be reached stays in the RIB, which knows why it is of no use. */
void bgp_rib_changed(BgpTable *table, const BgpChange *change)
{
	Bgp *bgp = table->bgp;
	NetPrefix prefix = bgp_net_prefix(table, change->net);

	bgp_aggregates_changed(table, change);
	if (!bgp->install)
		return;
	if (is_installed(change->after))
		install(table, change);
	else if (is_installed(change->before))
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
