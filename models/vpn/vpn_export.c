/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From a VRF to VPN routes (RFC 4364 4.3.1): routes of redistributed protocols go into the VRF's BGP, and
 * what that chooses, unless it was imported, becomes a VPN route.
 */
#include "models/vpn/vpn_private.h"

#include <string.h>

static gboolean is_redistributed(const VpnVrf *vrf, const RibRoute *route)
{
	return route && strcmp(route->source->protocol, "bgp") != 0 &&
	       g_strv_contains((const char *const *)vrf->redistribute, route->source->protocol);
}

static gboolean is_exported(const VpnVrf *vrf, const BgpVrfRoute *route)
{
	if (!route || !route->usable || route->origin == BGP_VRF_IMPORTED)
		return FALSE;
	return route->origin == BGP_VRF_REDISTRIBUTED ||
	       g_strv_contains((const char *const *)vrf->redistribute, "bgp");
}

static void originate(const VpnVrf *vrf, const NetPrefix *prefix, const VpnExport *export,
		      const BgpVrfRoute *route)
{
	BgpVpnOrigin origin = {
		.rd = vrf->rd,
		.prefix = *prefix,
		.label = export->label,
		.attrs = route->attrs,
		.route_targets = (const NetRt *)(const void *)vrf->export_rts->data,
		.n_route_targets = vrf->export_rts->len,
		.site_of_origin = vrf->site_of_origin,
	};

	bgp_vpn_originate(vrf->vpn->bgp, &origin);
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

static void export_route(VpnVrf *vrf, const NetPrefix *prefix, const BgpVrfRoute *route)
{
	VpnExport *export = net_trie_exact(vrf->exported, prefix);

	if (!export) {
		export = g_new0(VpnExport, 1);
		net_trie_insert(vrf->exported, prefix, export);
	}
	if (vpn_label_settle(vrf, prefix, export)) {
		originate(vrf, prefix, export, route);
		return;
	}
	bgp_vpn_withdraw(vrf->vpn->bgp, vrf->rd, prefix);
	net_trie_remove(vrf->exported, prefix);
	vpn_record_refusal(vrf->vpn, rib_name(vrf->rib), prefix, 0, NULL,
			   "not exported: the label range is used up");
}

static void on_chosen(const NetPrefix *prefix, const BgpVrfRoute *route, void *user)
{
	VpnVrf *vrf = user;

	if (is_exported(vrf, route))
		export_route(vrf, prefix, route);
	else
		unexport(vrf, prefix);
}

static void redistribute(VpnVrf *vrf, const NetPrefix *prefix, const RibRoute *route)
{
	if (is_redistributed(vrf, route))
		bgp_vrf_redistribute(vrf->bgp, prefix, route->metric);
	else
		bgp_vrf_withdraw(vrf->bgp, prefix);
}

/* The route leads elsewhere: so does a label of the neighbour that it led to, and the other VRFs' routes. */
static void tell_change(VpnVrf *vrf, const NetPrefix *prefix)
{
	VpnExport *export = net_trie_exact(vrf->exported, prefix);
	BgpVrfRoute route;

	if (!export)
		return;
	if (vrf->label_mode == VPN_LABELS_PER_CE && bgp_vrf_lookup(vrf->bgp, prefix, &route))
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

static gboolean redistribute_first(const RibRoute *route, void *user)
{
	redistribute(user, &route->prefix, route);
	return TRUE;
}

void vpn_export_start(VpnVrf *vrf)
{
	bgp_vrf_watch(vrf->bgp, on_chosen, vrf);
	rib_watch(vrf->rib, on_route, vrf);
	rib_foreach(vrf->rib, NET_AF_IPV4, redistribute_first, vrf);
}

void vpn_export_stop(VpnVrf *vrf)
{
	rib_unwatch(vrf->rib, on_route, vrf);
	bgp_vrf_watch(vrf->bgp, NULL, NULL);
}

static gboolean export_again(const NetPrefix *prefix, void *value, void *user)
{
	const VpnVrf *vrf = user;
	BgpVrfRoute route;

	if (bgp_vrf_lookup(vrf->bgp, prefix, &route))
		originate(vrf, prefix, value, &route);
	return TRUE;
}

void vpn_export_again(VpnVrf *vrf)
{
	if (vrf->bgp)
		net_trie_foreach(vrf->exported, export_again, vrf);
}
