/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_vpn.h"

#include "models/bgp/bgp_decide.h"
#include "models/bgp/bgp_loc_rib.h"
#include "models/bgp/bgp_nexthop.h"
#include "models/bgp/bgp_peer.h"
#include "models/bgp/bgp_vpn_table.h"

static BgpTable *vpn_table(ProtoInstance *instance)
{
	return &bgp_of(instance)->tables[BGP_FAMILY_VPNV4];
}

static void write_route_targets(const BgpVpnOrigin *route, WireWriter *w)
{
	for (unsigned i = 0; i < route->n_route_targets; i++)
		wire_write_u64(w, route->route_targets[i]);
}

static BgpAttrSet *origin_attrs(Bgp *bgp, const BgpVpnOrigin *route)
{
	WireWriter rts;
	wire_writer_init(&rts, SIZE_MAX);
	write_route_targets(route, &rts);
	BgpAttrs attrs = {
		.present = BGP_ATTR_BIT(BGP_ATTR_ORIGIN) | BGP_ATTR_BIT(BGP_ATTR_AS_PATH) |
			   BGP_ATTR_BIT(BGP_ATTR_MED),
		.origin = BGP_ORIGIN_INCOMPLETE,
		.med = route->med,
		.as_path.as_size = 4,
		.extended_communities = {rts.buf, rts.len},
	};
	if (rts.len > 0)
		attrs.present |= BGP_ATTR_BIT(BGP_ATTR_EXTENDED_COMMUNITIES);
	BgpAttrSet *set = bgp_attrset_intern(&bgp->run->attrs, &attrs, (BgpSpan){NULL, 0});
	wire_writer_clear(&rts);
	return set;
}

void bgp_vpn_originate(ProtoInstance *bgp, const BgpVpnOrigin *route)
{
	BgpTable *table = vpn_table(bgp);
	BgpNet *net = bgp_table_get(table, route->rd, &route->prefix);
	if (bgp_table_put(table, net, NULL, origin_attrs(bgp_of(bgp), route),
			  bgp_label_entry(route->label)))
		bgp_loc_rib_reconsider(table, net);
}

void bgp_vpn_withdraw(ProtoInstance *bgp, NetRd rd, const NetPrefix *prefix)
{
	BgpTable *table = vpn_table(bgp);
	BgpNet *net = bgp_table_find(table, rd, prefix);
	if (net && bgp_table_remove(table, net, NULL))
		bgp_loc_rib_reconsider(table, net);
}

static void describe(const BgpTable *table, const BgpNet *net, const BgpPath *path, gboolean usable,
		     BgpVpnRoute *out)
{
	const BgpAttrSet *set = path->attrs;
	*out = (BgpVpnRoute){
		.rd = bgp_net_rd(table, net),
		.prefix = bgp_net_prefix(table, net),
		.local = path->peer == NULL,
		.usable = usable,
		.ibgp = path->peer && bgp_peer_is_internal(path->peer),
		.next_hop = set->attrs.next_hop,
		.label = bgp_label_value(path->label),
		.med = set->attrs.med,
		.route_targets = set->route_targets,
		.n_route_targets = set->n_route_targets,
		.peer = path->peer ? bgp_peer_name(path->peer) : NULL,
		.rule = bgp_rule_name(net->rule),
		.path = path,
		.table = table,
		.cause = path->cause,
	};
}

void bgp_vpn_changed(BgpTable *table, const BgpChange *change)
{
	Bgp *bgp = table->bgp;
	BgpVpnRoute before, after;
	if (change->before)
		describe(table, change->net, change->before, change->usable_before, &before);
	if (change->after)
		describe(table, change->net, change->after, change->usable_after, &after);
	for (guint i = 0; i < bgp->vpn_watches->len; i++) {
		BgpVpnWatch watch = g_array_index(bgp->vpn_watches, BgpVpnWatch, i);
		watch.fn(&bgp->instance, change->before ? &before : NULL,
			 change->after ? &after : NULL, watch.user);
	}
}

void bgp_vpn_watch(ProtoInstance *bgp, BgpVpnWatchFn fn, void *user)
{
	BgpVpnWatch watch = {fn, user};
	g_array_append_val(bgp_of(bgp)->vpn_watches, watch);
}

void bgp_vpn_unwatch(ProtoInstance *bgp, BgpVpnWatchFn fn, void *user)
{
	GArray *watches = bgp_of(bgp)->vpn_watches;
	for (guint i = 0; i < watches->len; i++) {
		const BgpVpnWatch *watch = &g_array_index(watches, BgpVpnWatch, i);
		if (watch->fn == fn && watch->user == user) {
			g_array_remove_index(watches, i);
			return;
		}
	}
	g_assert_not_reached();
}

static gboolean was_usable(const BgpPath *path)
{
	return (path->flags & BGP_PATH_TOLD) != 0;
}

void bgp_vpn_foreach(ProtoInstance *bgp, BgpVpnRouteFn fn, void *user)
{
	const BgpTable *table = vpn_table(bgp);
	for (const BgpNet *net = bgp_table_from(table, 0); net;
	     net = bgp_table_from(table, net->id + 1)) {
		const BgpPath *chosen = bgp_net_chosen(net);
		BgpVpnRoute route;
		if (!chosen)
			continue;
		describe(table, net, chosen, was_usable(chosen), &route);
		fn(&route, user);
	}
}

gboolean bgp_vpn_lookup(ProtoInstance *bgp, NetRd rd, const NetPrefix *prefix, BgpVpnRoute *out)
{
	const BgpTable *table = vpn_table(bgp);
	const BgpNet *net = bgp_table_find(table, rd, prefix);
	const BgpPath *chosen = net ? bgp_net_chosen(net) : NULL;
	if (!chosen)
		return FALSE;
	describe(table, net, chosen, was_usable(chosen), out);
	return TRUE;
}

int bgp_vpn_compare(const BgpVpnRoute *a, const BgpVpnRoute *b, const char **rule)
{
	for (unsigned i = 0; i < bgp_n_rules; i++) {
		gboolean wins = bgp_rules[i].beats(a->table, a->path, b->path);
		if (!wins && !bgp_rules[i].beats(a->table, b->path, a->path))
			continue;
		if (rule)
			*rule = bgp_rules[i].name;
		return wins ? -1 : 1;
	}
	if (rule)
		*rule = "route distinguisher";
	return a->rd < b->rd ? -1 : a->rd > b->rd;
}
