/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_vpn.h"

#include "models/bgp/bgp_decide.h"
#include "models/bgp/bgp_label.h"
#include "models/bgp/bgp_loc_rib.h"
#include "models/bgp/bgp_lsp.h"
#include "models/bgp/bgp_nexthop.h"
#include "models/bgp/bgp_peer.h"
#include "models/bgp/bgp_policy.h"
#include "models/bgp/bgp_vpn_table.h"
#include "models/rib/rib_policy.h"

static BgpTable *vpn_table(ProtoInstance *instance, const NetPrefix *prefix)
{
	return bgp_table_for(bgp_of(instance), BGP_ROLE_VPN, prefix->addr.family);
}

const char *bgp_vpn_family_name(NetFamily prefixes)
{
	int f = bgp_family_for(BGP_ROLE_VPN, prefixes);

	return f < 0 ? NULL : bgp_families[f].name;
}

/* Route targets are the VRF's; what else a CE says goes along. */
static void write_communities(const BgpVpnOrigin *route, WireWriter *w)
{
	for (unsigned i = 0; i < route->n_route_targets; i++)
		wire_write_u64(w, route->route_targets[i]);
	bgp_ext_communities_without(route->attrs->attrs.extended_communities,
				    net_ext_community_is_rt, w);
	if (route->site_of_origin && !route->attrs->site_of_origin)
		wire_write_u64(w, route->site_of_origin);
}

static BgpAttrs attrs_of(const BgpVpnOrigin *route)
{
	const uint64_t hop_by_hop =
		BGP_ATTR_BIT(BGP_ATTR_NEXT_HOP) | BGP_ATTR_BIT(BGP_ATTR_ORIGINATOR_ID) |
		BGP_ATTR_BIT(BGP_ATTR_CLUSTER_LIST) | BGP_ATTR_BIT(BGP_ATTR_EXTENDED_COMMUNITIES);
	BgpAttrs attrs = route->attrs->attrs;

	attrs.present &= ~hop_by_hop;
	attrs.next_hop = net_addr_none;
	return attrs;
}

static BgpAttrSet *attrs_without_map(Bgp *bgp, const BgpVpnOrigin *route)
{
	BgpAttrs attrs = attrs_of(route);
	WireWriter communities;
	wire_writer_init(&communities, SIZE_MAX);
	write_communities(route, &communities);
	attrs.extended_communities = (BgpSpan){communities.buf, communities.len};
	if (communities.len > 0)
		attrs.present |= BGP_ATTR_BIT(BGP_ATTR_EXTENDED_COMMUNITIES);
	BgpAttrSet *set = bgp_attrset_intern(&bgp->run->attrs, &attrs, route->attrs->others);
	wire_writer_clear(&communities);
	return set;
}

static BgpPolicyAsk origin_ask(const Bgp *bgp, const BgpVpnOrigin *route)
{
	BgpPolicyAsk ask = {
		.bgp = bgp,
		.family = (unsigned)bgp_family_for(BGP_ROLE_VPN, route->prefix.addr.family),
		.rd = route->rd,
		.prefix = route->prefix,
		.keeps_next_hop = TRUE,
		.label = NET_LABEL_NONE,
		.igp_metric = route->igp_metric,
	};
	if (route->route) {
		PolicySubject subject = rib_policy_subject(route->route);
		ask.next_hop = subject.next_hop;
		ask.interface = subject.interface;
		ask.tag = subject.tag;
		ask.protocol = subject.protocol;
	}
	return ask;
}

BgpAttrSet *bgp_vpn_origin_attrs(ProtoInstance *instance, const BgpVpnOrigin *route,
				 const PolicyMap *map, PolicyResult *result)
{
	Bgp *bgp = bgp_of(instance);
	BgpPolicyAsk ask = origin_ask(bgp, route);
	ask.attrs = attrs_without_map(bgp, route);
	BgpPolicyAnswer answer = bgp_policy_apply(map, &ask);
	bgp_attrset_unref(ask.attrs);
	*result = answer.result;
	return answer.attrs;
}

void bgp_vpn_originate(ProtoInstance *bgp, NetRd rd, const NetPrefix *prefix, uint32_t label,
		       BgpAttrSet *attrs, BgpPeer *from)
{
	BgpTable *table = vpn_table(bgp, prefix);
	BgpNet *net = bgp_table_get(table, rd, prefix);
	if (bgp_table_put_vpn(table, net, attrs, bgp_label_entry(label), from))
		bgp_loc_rib_reconsider(table, net);
}

BgpAttrSet *bgp_vpn_apply(ProtoInstance *bgp, const PolicyMap *map, const BgpVpnRoute *route,
			  PolicyResult *result)
{
	BgpPolicyAsk ask = bgp_policy_ask(vpn_table(bgp, &route->prefix), route->path);
	ask.keeps_next_hop = TRUE;
	BgpPolicyAnswer answer = bgp_policy_apply(map, &ask);
	*result = answer.result;
	return answer.attrs;
}

void bgp_vpn_withdraw(ProtoInstance *bgp, NetRd rd, const NetPrefix *prefix)
{
	BgpTable *table = vpn_table(bgp, prefix);
	BgpNet *net = bgp_table_find(table, rd, prefix);
	if (net && bgp_table_remove(table, net, NULL))
		bgp_loc_rib_reconsider(table, net);
}

static void describe_as(const BgpTable *table, const BgpNet *net, const BgpPath *path,
			gboolean usable, BgpVpnRoute *out)
{
	const BgpAttrSet *set = path->attrs;
	*out = (BgpVpnRoute){
		.rd = bgp_net_rd(table, net),
		.prefix = bgp_net_prefix(table, net),
		.local = path->peer == NULL,
		.usable = usable,
		.ibgp = path->peer && bgp_peer_is_internal(path->peer),
		.hybrid = path->peer && bgp_peer_is_hybrid(path->peer),
		.next_hop = set->attrs.next_hop,
		.label = bgp_label_value(path->label),
		.med = set->attrs.med,
		.route_targets = set->route_targets,
		.n_route_targets = set->n_route_targets,
		.site_of_origin = set->site_of_origin,
		.attrs = path->attrs,
		.path = path,
		.peer = path->peer ? bgp_peer_name(path->peer) : NULL,
		.rule = bgp_rule_name(net->rule),
		.cause = path->cause,
	};
}

void bgp_vpn_describe(const BgpTable *table, const BgpNet *net, const BgpPath *path,
		      BgpVpnRoute *out)
{
	describe_as(table, net, path, bgp_path_usable(table, path), out);
}

void bgp_vpn_considered(BgpTable *table, const BgpNet *net)
{
	const BgpVpnPathsWatch *watch = &table->bgp->vpn_paths_watch;
	NetPrefix prefix;

	if (!watch->fn)
		return;
	prefix = bgp_net_prefix(table, net);
	watch->fn(bgp_net_rd(table, net), &prefix, watch->user);
}

void bgp_vpn_watch_paths(ProtoInstance *bgp, BgpVpnPathsFn fn, void *user)
{
	bgp_of(bgp)->vpn_paths_watch = (BgpVpnPathsWatch){fn, user};
}

void bgp_vpn_changed(BgpTable *table, const BgpChange *change)
{
	Bgp *bgp = table->bgp;
	BgpVpnRoute before, after;
	bgp_label_changed(table, change->net);
	if (bgp->vpn_watches->len == 0)
		return;
	if (change->before)
		describe_as(table, change->net, change->before, change->usable_before, &before);
	if (change->after)
		describe_as(table, change->net, change->after, change->usable_after, &after);
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

static void each_chosen(const BgpTable *table, BgpVpnRouteFn fn, void *user)
{
	for (const BgpNet *net = bgp_table_from(table, 0); net;
	     net = bgp_table_from(table, net->id + 1)) {
		const BgpPath *chosen = bgp_net_chosen(net);
		BgpVpnRoute route;
		if (!chosen)
			continue;
		describe_as(table, net, chosen, was_usable(chosen), &route);
		fn(&route, user);
	}
}

void bgp_vpn_foreach(ProtoInstance *bgp, BgpVpnRouteFn fn, void *user)
{
	for (unsigned f = 0; f < BGP_N_FAMILIES; f++)
		if (bgp_families[f].role == BGP_ROLE_VPN)
			each_chosen(&bgp_of(bgp)->tables[f], fn, user);
}
