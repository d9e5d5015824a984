/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From VPN routes to VRFs (RFC 4364 4.3.5): whenever a decision has been made on a VPN route, each VRF
 * takes those of its paths that it wants into its own BGP, also those of another VRF of the node.
 */
#include "models/vpn/vpn_private.h"

static gboolean has_rt(const GArray *rts, NetRt rt)
{
	for (unsigned i = 0; i < rts->len; i++)
		if (g_array_index(rts, NetRt, i) == rt)
			return TRUE;
	return FALSE;
}

gboolean vpn_imports_any(const VpnVrf *vrf, const NetRt *rts, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		if (has_rt(vrf->import_rts, rts[i]))
			return TRUE;
	return FALSE;
}

gboolean vpn_wants(const VpnVrf *vrf, const BgpVpnRoute *route)
{
	return !(route->local && route->rd == vrf->rd) &&
	       vpn_imports_any(vrf, route->route_targets, route->n_route_targets);
}

/* By any VRF. */
static gboolean is_wanted(const NetRt *rts, unsigned n, void *user)
{
	const Vpn *vpn = user;

	for (unsigned i = 0; i < vpn->vrfs->len; i++)
		if (vpn_imports_any(g_ptr_array_index(vpn->vrfs, i), rts, n))
			return TRUE;
	return FALSE;
}

static gint by_value(gconstpointer a, gconstpointer b)
{
	const NetRt *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* A VRF that is shut, or has no BGP, wants nothing. */
static void add_targets(GArray *rts, void *user)
{
	const Vpn *vpn = user;
	guint n = 0;

	for (unsigned i = 0; i < vpn->vrfs->len; i++) {
		const VpnVrf *vrf = g_ptr_array_index(vpn->vrfs, i);

		if (vrf->bgp && !rib_vrf(vrf->rib)->shut)
			g_array_append_vals(rts, vrf->import_rts->data, vrf->import_rts->len);
	}
	g_array_sort(rts, by_value);
	for (guint i = 0; i < rts->len; i++)
		if (i == 0 || g_array_index(rts, NetRt, i) != g_array_index(rts, NetRt, i - 1))
			g_array_index(rts, NetRt, n++) = g_array_index(rts, NetRt, i);
	g_array_set_size(rts, n);
}

/* RFC 4364 7: a site's routes do not come back to it. */
static gboolean is_of_own_site(const VpnVrf *vrf, const BgpVpnRoute *route)
{
	return vrf->site_of_origin && route->site_of_origin == vrf->site_of_origin;
}

static gboolean import(const BgpVpnRoute *route, BgpImport *out, void *user)
{
	const VpnVrf *vrf = user;
	const VpnVrf *other = route->local ? vpn_vrf_with_rd(vrf->vpn, route->rd) : NULL;
	PolicyResult result;

	if (!vpn_wants(vrf, route) || is_of_own_site(vrf, route))
		return FALSE;
	out->in = other ? other->rib : rib_global(vrf->vpn->host->rib_node);
	out->attrs = bgp_vpn_apply(vrf->vpn->bgp, vrf->import_map, route, &result);
	if (!out->attrs)
		return FALSE;
	vpn_hybrid_lead(vrf, route, out);
	return TRUE;
}

static void on_paths(NetRd rd, const NetPrefix *prefix, void *user)
{
	Vpn *vpn = user;

	for (unsigned i = 0; i < vpn->vrfs->len; i++) {
		VpnVrf *vrf = g_ptr_array_index(vpn->vrfs, i);

		if (vrf->bgp)
			bgp_vrf_import(vrf->bgp, vpn->bgp, rd, prefix, import, vrf);
	}
}

static void refuse_targets(const Vpn *vpn, const BgpVpnRoute *route)
{
	g_autoptr(GString) reason = g_string_new("no VRF imports any of its route targets (");

	for (unsigned i = 0; i < route->n_route_targets; i++) {
		if (i > 0)
			g_string_append_c(reason, ' ');
		net_rt_append(route->route_targets[i], reason);
	}
	g_string_append(reason, route->n_route_targets > 0 ? ")" : "it has none)");
	vpn_record_refusal(vpn, NULL, &route->prefix, route->rd, route->peer, reason->str);
}

static void refuse_site(const VpnVrf *vrf, const BgpVpnRoute *route)
{
	g_autoptr(GString) reason = g_string_new("it comes from the VRF's own site (");

	net_soo_append(route->site_of_origin, reason);
	g_string_append_c(reason, ')');
	vpn_record_refusal(vrf->vpn, rib_name(vrf->rib), &route->prefix, route->rd, route->peer,
			   reason->str);
}

static void refuse_by_map(const VpnVrf *vrf, const BgpVpnRoute *route)
{
	PolicyResult result;
	BgpAttrSet *attrs = bgp_vpn_apply(vrf->vpn->bgp, vrf->import_map, route, &result);
	g_autofree char *text = NULL;
	g_autofree char *reason = NULL;

	if (attrs) {
		bgp_attrset_unref(attrs);
		return;
	}
	text = policy_result_text(&result);
	reason = g_strdup_printf("not imported: %s", text);
	vpn_record_refusal(vrf->vpn, rib_name(vrf->rib), &route->prefix, route->rd, route->peer,
			   reason);
}

/* What the VRF has against a route with one of its route targets, if anything. */
static void refuse_in(const VpnVrf *vrf, const BgpVpnRoute *route)
{
	if (is_of_own_site(vrf, route))
		refuse_site(vrf, route);
	else if (vrf->import_map)
		refuse_by_map(vrf, route);
}

/* Records why VRFs do not take the route. */
static void record_refusals(const Vpn *vpn, const BgpVpnRoute *route)
{
	gboolean wanted = route->local;

	for (unsigned i = 0; i < vpn->vrfs->len; i++) {
		const VpnVrf *vrf = g_ptr_array_index(vpn->vrfs, i);

		if (!vpn_wants(vrf, route))
			continue;
		wanted = TRUE;
		refuse_in(vrf, route);
	}
	if (!wanted)
		refuse_targets(vpn, route);
}

static void on_vpn_route(ProtoInstance *bgp, const BgpVpnRoute *before, const BgpVpnRoute *after,
			 void *user)
{
	(void)bgp;
	(void)before;
	if (after)
		record_refusals(user, after);
}

void vpn_import_start(Vpn *vpn)
{
	bgp_vpn_watch(vpn->bgp, on_vpn_route, vpn);
	bgp_vpn_watch_paths(vpn->bgp, on_paths, vpn);
	bgp_vpn_set_wanted(vpn->bgp, is_wanted, vpn);
	bgp_vpn_set_targets(vpn->bgp, add_targets, vpn);
	vpn_hybrid_start(vpn);
}

void vpn_import_stop(Vpn *vpn)
{
	vpn_hybrid_stop(vpn);
	bgp_vpn_set_targets(vpn->bgp, NULL, NULL);
	bgp_vpn_set_wanted(vpn->bgp, NULL, NULL);
	bgp_vpn_watch_paths(vpn->bgp, NULL, NULL);
	bgp_vpn_unwatch(vpn->bgp, on_vpn_route, vpn);
}

/* A route that nobody wanted before either has been refused already. */
static void reconsider(const BgpVpnRoute *route, void *user)
{
	VpnVrf *vrf = user;
	Vpn *vpn = vrf->vpn;
	gboolean was = bgp_vrf_imports(vrf->bgp, route->rd, &route->prefix), wanted = route->local;
	unsigned n = bgp_vrf_import(vrf->bgp, vpn->bgp, route->rd, &route->prefix, import, vrf);

	for (unsigned i = 0; i < vpn->vrfs->len && !wanted; i++)
		wanted = vpn_wants(g_ptr_array_index(vpn->vrfs, i), route);
	if (!was || n > 0)
		return;
	if (vpn_wants(vrf, route))
		refuse_in(vrf, route);
	else if (!wanted && bgp_vpn_keeps_all(vpn->bgp))
		refuse_targets(vpn, route);
}

void vpn_import_again(VpnVrf *vrf)
{
	if (vrf->bgp)
		bgp_vpn_foreach(vrf->vpn->bgp, reconsider, vrf);
}

void vpn_vrf_shut_changed(VpnVrf *vrf)
{
	if (vrf->vpn->bgp)
		bgp_vpn_wanted_changed(vrf->vpn->bgp, FALSE);
}

void vpn_import_set_targets(VpnVrf *vrf, GArray *rts)
{
	Vpn *vpn = vrf->vpn;
	gboolean more = FALSE;

	for (unsigned i = 0; i < rts->len && !more; i++)
		more = !is_wanted(&g_array_index(rts, NetRt, i), 1, vpn);
	g_array_unref(vrf->import_rts);
	vrf->import_rts = rts;
	vpn_import_again(vrf);
	vpn_hybrid_targets_changed(vrf);
	if (vpn->bgp)
		bgp_vpn_wanted_changed(vpn->bgp, more);
}
