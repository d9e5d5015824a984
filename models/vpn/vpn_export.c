/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From a VRF to VPN routes (RFC 4364 4.3.1): routes of redistributed protocols go into the VRF's BGP, and
 * what that chooses, unless it was imported, becomes a VPN route. A hybrid VRF exports anew what it has imported, too.
 */
#include "models/rib/label.h"
#include "models/vpn/vpn_private.h"

#include <string.h>

static gboolean is_redistributed(const VpnVrf *vrf, const RibRoute *route)
{
	return route && strcmp(route->source->protocol, "bgp") != 0 &&
	       g_strv_contains((const char *const *)vrf->redistribute, route->source->protocol);
}

static gboolean is_exported(const VpnVrf *vrf, const BgpVrfRoute *route)
{
	if (!route || !route->usable)
		return FALSE;
	if (route->origin == BGP_VRF_IMPORTED)
		return vpn_hybrid_passes_on(vrf, route);
	return route->origin == BGP_VRF_REDISTRIBUTED ||
	       g_strv_contains((const char *const *)vrf->redistribute, "bgp");
}

/* The metric of another protocol's route is the cost to where it leads. */
static uint32_t igp_metric(const BgpVrfRoute *route, const RibRoute *rib_route)
{
	if (route->origin == BGP_VRF_LEARNED || !rib_route)
		return route->igp_metric;
	return rib_route->metric;
}

/* What the VPN route's attributes are, NULL where the export map denies it. */
static BgpAttrSet *attrs_of(const VpnVrf *vrf, const NetPrefix *prefix, const BgpVrfRoute *route,
			    PolicyResult *result)
{
	const RibRoute *rib_route = vrf->export_map ? rib_best(vrf->rib, prefix) : NULL;
	BgpVpnOrigin origin = {
		.rd = vrf->rd,
		.prefix = *prefix,
		.attrs = route->attrs,
		.route_targets = (const NetRt *)(const void *)vrf->export_rts->data,
		.n_route_targets = vrf->export_rts->len,
		.site_of_origin = vrf->site_of_origin,
		.route = rib_route,
		.igp_metric = igp_metric(route, rib_route),
	};

	return bgp_vpn_origin_attrs(vrf->vpn->bgp, &origin, vrf->export_map, result);
}

static void unexport(VpnVrf *vrf, const NetPrefix *prefix)
{
	VpnExport *export = net_trie_exact(vrf->exported, prefix);

	if (!export)
		return;
	bgp_vpn_withdraw(vrf->vpn->bgp, vrf->rd, prefix);
	vpn_label_drop(vrf, prefix, export);
	net_trie_remove(vrf->exported, prefix);
}

static void allow(VpnVrf *vrf, const NetPrefix *prefix)
{
	if (net_trie_exact(vrf->kept, prefix))
		net_trie_remove(vrf->kept, prefix);
}

static gboolean same_reason(const PolicyResult *a, const PolicyResult *b)
{
	return a->permit == b->permit && a->map == b->map && a->seq == b->seq;
}

/* Recorded once for each reason. */
static void keep(VpnVrf *vrf, const NetPrefix *prefix, const PolicyResult *result)
{
	const PolicyResult *before = net_trie_exact(vrf->kept, prefix);
	g_autofree char *text = NULL;
	g_autofree char *reason = NULL;

	if (before && same_reason(before, result))
		return;
	net_trie_insert(vrf->kept, prefix, g_memdup2(result, sizeof *result));
	text = result->permit ? g_strdup("the label range is used up") : policy_result_text(result);
	reason = g_strdup_printf("not exported: %s", text);
	vpn_record_refusal(vrf->vpn, rib_name(vrf->rib), prefix, 0, NULL, reason);
}

/* The reference passes. FALSE where there is no label for it. */
static gboolean export_with(VpnVrf *vrf, const NetPrefix *prefix, BgpAttrSet *attrs,
			    struct BgpPeer *from)
{
	VpnExport *export = net_trie_exact(vrf->exported, prefix);

	if (!export) {
		export = g_new0(VpnExport, 1);
		net_trie_insert(vrf->exported, prefix, export);
	}
	if (vpn_label_settle(vrf, prefix, export)) {
		bgp_vpn_originate(vrf->vpn->bgp, vrf->rd, prefix, export->label, attrs, from);
		return TRUE;
	}
	bgp_attrset_unref(attrs);
	bgp_vpn_withdraw(vrf->vpn->bgp, vrf->rd, prefix);
	net_trie_remove(vrf->exported, prefix);
	return FALSE;
}

static void export_route(VpnVrf *vrf, const NetPrefix *prefix, const BgpVrfRoute *route)
{
	PolicyResult result;
	BgpAttrSet *attrs = attrs_of(vrf, prefix, route, &result);

	if (!attrs)
		unexport(vrf, prefix);
	if (attrs && export_with(vrf, prefix, attrs, route->from))
		allow(vrf, prefix);
	else
		keep(vrf, prefix, &result);
}

static void on_chosen(const NetPrefix *prefix, const BgpVrfRoute *route, void *user)
{
	VpnVrf *vrf = user;

	if (is_exported(vrf, route))
		export_route(vrf, prefix, route);
	else {
		unexport(vrf, prefix);
		allow(vrf, prefix);
	}
}

static void redistribute(VpnVrf *vrf, const NetPrefix *prefix, const RibRoute *route)
{
	if (is_redistributed(vrf, route))
		bgp_vrf_redistribute(vrf->bgp, prefix, route->metric);
	else
		bgp_vrf_withdraw(vrf->bgp, prefix);
}

/* The route leads elsewhere: so does a label of the neighbour that it led to, and the other VRFs' routes; and
 * the export map may see it so. */
static void tell_change(VpnVrf *vrf, const NetPrefix *prefix)
{
	BgpVrfRoute route;

	if (!net_trie_exact(vrf->exported, prefix) && !net_trie_exact(vrf->kept, prefix))
		return;
	if ((vrf->label_mode == VPN_LABELS_PER_CE || vrf->export_map) &&
	    bgp_vrf_lookup(vrf->bgp, prefix, &route) && is_exported(vrf, &route))
		export_route(vrf, prefix, &route);
	for (unsigned i = 0; i < vrf->vpn->vrfs->len; i++) {
		const VpnVrf *other = g_ptr_array_index(vrf->vpn->vrfs, i);

		if (other != vrf && other->bgp)
			bgp_vrf_follow(other->bgp, prefix);
	}
}

static void on_route(Rib *rib, const NetPrefix *prefix, const RibRoute *before,
		     const RibRoute *after, void *user)
{
	VpnVrf *vrf = user;

	(void)rib;
	(void)before;
	if (prefix->addr.family != NET_AF_IPV4)
		return;
	redistribute(vrf, prefix, after);
	if (after)
		tell_change(vrf, prefix);
}

void vpn_vrf_redistribute_again(VpnVrf *vrf, const NetPrefix *prefix)
{
	if (vrf->bgp)
		redistribute(vrf, prefix, rib_best(vrf->rib, prefix));
}

static gboolean redistribute_first(const RibRoute *route, void *user)
{
	redistribute(user, &route->prefix, route);
	return TRUE;
}

static gboolean note_prefix(const NetPrefix *prefix, void *value, void *user)
{
	(void)value;
	g_array_append_vals(user, prefix, 1);
	return TRUE;
}

static gboolean note_unlabelled(const NetPrefix *prefix, void *value, void *user)
{
	if (((const PolicyResult *)value)->permit)
		g_array_append_vals(user, prefix, 1);
	return TRUE;
}

static void export_prefixes(VpnVrf *vrf, const GArray *prefixes)
{
	BgpVrfRoute route;

	for (unsigned i = 0; i < prefixes->len; i++) {
		const NetPrefix *prefix = &g_array_index(prefixes, NetPrefix, i);

		if (bgp_vrf_lookup(vrf->bgp, prefix, &route))
			export_route(vrf, prefix, &route);
	}
}

void vpn_export_unlabelled(void *user)
{
	VpnVrf *vrf = user;
	g_autoptr(GArray) prefixes = g_array_new(FALSE, FALSE, sizeof(NetPrefix));

	net_trie_foreach(vrf->kept, note_unlabelled, prefixes);
	export_prefixes(vrf, prefixes);
}

static void on_free_label(void *user)
{
	VpnVrf *vrf = user;

	if (net_trie_size(vrf->kept) > 0)
		sim_timer_ensure(&vrf->labels_free, 0);
}

void vpn_export_start(VpnVrf *vrf)
{
	rib_label_watch(vrf->vpn->host->rib_node, on_free_label, vrf);
	bgp_vrf_watch(vrf->bgp, on_chosen, vrf);
	rib_watch(vrf->rib, on_route, vrf);
	rib_foreach(vrf->rib, NET_AF_IPV4, redistribute_first, vrf);
}

void vpn_export_stop(VpnVrf *vrf)
{
	sim_timer_stop(&vrf->labels_free);
	rib_label_unwatch(vrf->vpn->host->rib_node, on_free_label, vrf);
	rib_unwatch(vrf->rib, on_route, vrf);
	bgp_vrf_watch(vrf->bgp, NULL, NULL);
}

void vpn_export_again(VpnVrf *vrf)
{
	g_autoptr(GArray) prefixes = g_array_new(FALSE, FALSE, sizeof(NetPrefix));

	if (!vrf->bgp)
		return;
	net_trie_foreach(vrf->exported, note_prefix, prefixes);
	net_trie_foreach(vrf->kept, note_prefix, prefixes);
	export_prefixes(vrf, prefixes);
}

static gboolean note_route(const RibRoute *route, void *user)
{
	g_array_append_vals(user, &route->prefix, 1);
	return TRUE;
}

void vpn_export_reconsider(VpnVrf *vrf)
{
	g_autoptr(GArray) prefixes = g_array_new(FALSE, FALSE, sizeof(NetPrefix));
	BgpVrfRoute route;

	if (!vrf->bgp)
		return;
	rib_foreach(vrf->rib, NET_AF_IPV4, note_route, prefixes);
	for (unsigned i = 0; i < prefixes->len; i++) {
		const NetPrefix *prefix = &g_array_index(prefixes, NetPrefix, i);

		redistribute(vrf, prefix, rib_best(vrf->rib, prefix));
		if (bgp_vrf_lookup(vrf->bgp, prefix, &route))
			on_chosen(prefix, &route, vrf);
	}
}
