/* SPDX-License-Identifier: Apache-2.0 */
/*
 * BGP/MPLS IP VPNs (RFC 4364). This module holds no routes of its own: it stands between a VRF's RIB
 * and BGP's table of VPN routes and carries changes both ways.
 *
 *   export (4.3.1)  A VRF's route of a redistributed protocol gets a label from the label manager and
 *                   becomes a VPN route with the VRF's RD and export route targets. What the label
 *                   does is the label manager's business (models/rib/label.h): it follows the route.
 *   import (4.3.5)  A VPN route with one of the VRF's import route targets becomes a candidate in
 *                   the VRF's RIB, recursive through an LSP in the global table. Of several RDs for
 *                   one prefix BGP's decision picks one.
 *   refusal         A received VPN route that no VRF imports is recorded with its route targets.
 *
 * Left out so far: label per CE and per VRF, import between VRFs of the same node, IPv6, maps.
 */
#include "models/vpn/vpn.h"

#include "models/bgp/bgp_vpn.h"
#include "models/net/records.h"
#include "models/rib/label.h"
#include "models/vpn/vpn_private.h"

#include <string.h>

typedef struct VpnExport {
	uint32_t label;
	uint32_t med;
} VpnExport;

static void rds_free(void *rds)
{
	g_array_unref(rds);
}

static gboolean has_rt(const GArray *rts, NetRt rt)
{
	for (unsigned i = 0; i < rts->len; i++)
		if (g_array_index(rts, NetRt, i) == rt)
			return TRUE;
	return FALSE;
}

static gboolean imports(const VpnVrf *vrf, const BgpVpnRoute *route)
{
	if (route->local)
		return FALSE;
	for (unsigned i = 0; i < route->n_route_targets; i++)
		if (has_rt(vrf->import_rts, route->route_targets[i]))
			return TRUE;
	return FALSE;
}

/* Export */

static void originate(const VpnVrf *vrf, const NetPrefix *prefix, const VpnExport *export)
{
	BgpVpnOrigin route = {
		.rd = vrf->rd,
		.prefix = *prefix,
		.label = export->label,
		.med = export->med,
		.route_targets = (const NetRt *)(const void *)vrf->export_rts->data,
		.n_route_targets = vrf->export_rts->len,
	};

	if (vrf->vpn->bgp)
		bgp_vpn_originate(vrf->vpn->bgp, &route);
}

static gboolean originate_again(const NetPrefix *prefix, void *value, void *user)
{
	originate(user, prefix, value);
	return TRUE;
}

static gboolean is_exported(const VpnVrf *vrf, const RibRoute *route)
{
	return route && route->prefix.addr.family == NET_AF_IPV4 && route->source != &vrf->source &&
	       g_strv_contains((const char *const *)vrf->redistribute, route->source->protocol);
}

static void record_refusal(const Vpn *vpn, const char *vrf, const NetPrefix *prefix, NetRd rd,
			   const char *peer, const char *reason)
{
	TraceRefusal record = {
		.head = {.type = &trace_refusal, .node = vpn->host->node_name},
		.vrf = vrf,
		.family = rd ? "vpnv4" : net_family_name(prefix->addr.family),
		.rd = rd,
		.prefix = *prefix,
		.protocol = "vpn",
		.peer = peer,
		.reason = reason,
	};

	sim_trace(vpn->host->sim, &record.head);
}

static void export_route(VpnVrf *vrf, const RibRoute *route)
{
	Fec fec = fec_prefix(&route->prefix);
	VpnExport *export = net_trie_exact(vrf->exported, &route->prefix);

	if (!export) {
		uint32_t label = rib_label_acquire(vrf->rib, &fec, "vpn", RIB_LABEL_EGRESS);

		if (label == NET_LABEL_NONE) {
			record_refusal(vrf->vpn, rib_name(vrf->rib), &route->prefix, 0, NULL,
				       "not exported: the label range is used up");
			return;
		}
		export = g_new0(VpnExport, 1);
		export->label = label;
		net_trie_insert(vrf->exported, &route->prefix, export);
	}
	export->med = route->metric;
	originate(vrf, &route->prefix, export);
}

static void unexport_route(VpnVrf *vrf, const NetPrefix *prefix)
{
	Fec fec = fec_prefix(prefix);

	if (vrf->vpn->bgp)
		bgp_vpn_withdraw(vrf->vpn->bgp, vrf->rd, prefix);
	net_trie_remove(vrf->exported, prefix);
	rib_label_release(vrf->rib, &fec);
}

static void on_route(Rib *rib, const NetPrefix *prefix, const RibRoute *before,
		     const RibRoute *after, void *user)
{
	VpnVrf *vrf = user;

	(void)rib;
	(void)before;
	if (prefix->addr.family != NET_AF_IPV4)
		return;
	if (is_exported(vrf, after))
		export_route(vrf, after);
	else if (net_trie_exact(vrf->exported, prefix))
		unexport_route(vrf, prefix);
}

/* Import */

/* The preferred one of the VPN routes that the VRF imports for a prefix. */
static gboolean best_import(const VpnVrf *vrf, const NetPrefix *prefix, const GArray *rds,
			    BgpVpnRoute *best)
{
	gboolean found = FALSE;

	for (unsigned i = 0; i < rds->len; i++) {
		BgpVpnRoute route;

		if (!bgp_vpn_lookup(vrf->vpn->bgp, g_array_index(rds, NetRd, i), prefix, &route))
			continue;
		if (!found || bgp_vpn_compare(&route, best, NULL) < 0)
			*best = route;
		found = TRUE;
	}
	return found;
}

static void settle_import(VpnVrf *vrf, const NetPrefix *prefix)
{
	GArray *rds = net_trie_exact(vrf->imported, prefix);
	BgpVpnRoute best;
	RibHop hop = {.kind = RIB_HOP_RECURSIVE, .needs_lsp = TRUE};
	RibRoute route = {.prefix = *prefix, .source = &vrf->source, .n_hops = 1, .hops = &hop};

	if (!rds || !best_import(vrf, prefix, rds, &best)) {
		rib_route_withdraw(vrf->rib, &vrf->source, prefix);
		return;
	}
	hop.in = rib_global(rib_node(vrf->rib));
	hop.gateway = best.next_hop;
	hop.labels.depth = 1;
	hop.labels.label[0] = (Label){.value = best.label, .kind = LABEL_KIND_VPN};
	route.distance = best.ibgp ? RIB_DISTANCE_IBGP : RIB_DISTANCE_EBGP;
	route.metric = best.med;
	route.cause = best.cause;
	rib_route_update(vrf->rib, &route);
}

static int find_rd(const GArray *rds, NetRd rd)
{
	for (unsigned i = 0; rds && i < rds->len; i++)
		if (g_array_index(rds, NetRd, i) == rd)
			return (int)i;
	return -1;
}

static void import_route(VpnVrf *vrf, NetRd rd, const NetPrefix *prefix)
{
	GArray *rds = net_trie_exact(vrf->imported, prefix);

	if (!rds) {
		rds = g_array_new(FALSE, FALSE, sizeof(NetRd));
		net_trie_insert(vrf->imported, prefix, rds);
	}
	if (find_rd(rds, rd) < 0)
		g_array_append_val(rds, rd);
	settle_import(vrf, prefix);
}

static void unimport_route(VpnVrf *vrf, NetRd rd, const NetPrefix *prefix)
{
	GArray *rds = net_trie_exact(vrf->imported, prefix);
	int i = find_rd(rds, rd);

	if (i < 0)
		return;
	g_array_remove_index(rds, (unsigned)i);
	if (rds->len == 0)
		net_trie_remove(vrf->imported, prefix);
	settle_import(vrf, prefix);
}

static gboolean consider(VpnVrf *vrf, const BgpVpnRoute *route)
{
	if (imports(vrf, route)) {
		import_route(vrf, route->rd, &route->prefix);
		return TRUE;
	}
	unimport_route(vrf, route->rd, &route->prefix);
	return FALSE;
}

static void refuse(const Vpn *vpn, const BgpVpnRoute *route)
{
	GString *reason = g_string_new("no VRF imports any of its route targets (");

	for (unsigned i = 0; i < route->n_route_targets; i++) {
		if (i > 0)
			g_string_append_c(reason, ' ');
		net_rt_append(route->route_targets[i], reason);
	}
	g_string_append(reason, route->n_route_targets > 0 ? ")" : "it has none)");
	record_refusal(vpn, NULL, &route->prefix, route->rd, route->peer, reason->str);
	g_string_free(reason, TRUE);
}

static void on_vpn_route(ProtoInstance *bgp, const BgpVpnRoute *before, const BgpVpnRoute *after,
			 void *user)
{
	Vpn *vpn = user;
	gboolean wanted = FALSE;

	(void)bgp;
	for (unsigned i = 0; i < vpn->vrfs->len; i++) {
		VpnVrf *vrf = g_ptr_array_index(vpn->vrfs, i);

		if (after)
			wanted |= consider(vrf, after);
		else
			unimport_route(vrf, before->rd, &before->prefix);
	}
	if (after && !after->local && !wanted)
		refuse(vpn, after);
}

static gboolean is_imported(const VpnVrf *vrf, const BgpVpnRoute *route)
{
	return find_rd(net_trie_exact(vrf->imported, &route->prefix), route->rd) >= 0;
}

/* A route that nobody wanted before either has been refused already. */
static void reconsider(const BgpVpnRoute *route, void *user)
{
	VpnVrf *vrf = user;
	gboolean was_imported = is_imported(vrf, route);
	gboolean wanted = consider(vrf, route);

	for (unsigned i = 0; i < vrf->vpn->vrfs->len && !wanted; i++)
		wanted = imports(g_ptr_array_index(vrf->vpn->vrfs, i), route);
	if (was_imported && !wanted)
		refuse(vrf->vpn, route);
}

/* Life */

Vpn *vpn_new(const ProtoHost *host)
{
	Vpn *vpn = g_new0(Vpn, 1);

	vpn->host = host;
	vpn->vrfs = g_ptr_array_new();
	return vpn;
}

static void vrf_init_routes(VpnVrf *vrf)
{
	vrf->exported = net_trie_new(NET_AF_IPV4, g_free);
	vrf->imported = net_trie_new(NET_AF_IPV4, rds_free);
}

static void vrf_free_routes(VpnVrf *vrf)
{
	net_trie_free(vrf->exported);
	net_trie_free(vrf->imported);
}

static void vrf_free(VpnVrf *vrf)
{
	rib_unwatch(vrf->rib, on_route, vrf);
	vrf_free_routes(vrf);
	g_array_unref(vrf->import_rts);
	g_array_unref(vrf->export_rts);
	g_strfreev(vrf->redistribute);
	g_free(vrf);
}

void vpn_free(Vpn *vpn)
{
	if (!vpn)
		return;
	if (vpn->bgp)
		bgp_vpn_unwatch(vpn->bgp, on_vpn_route, vpn);
	for (unsigned i = 0; i < vpn->vrfs->len; i++)
		vrf_free(g_ptr_array_index(vpn->vrfs, i));
	g_ptr_array_free(vpn->vrfs, TRUE);
	g_free(vpn);
}

static GArray *copy_rts(const GArray *rts)
{
	GArray *copy = g_array_new(FALSE, FALSE, sizeof(NetRt));

	if (rts)
		g_array_append_vals(copy, rts->data, rts->len);
	return copy;
}

static const VpnVrf *vrf_with_rd(const Vpn *vpn, NetRd rd)
{
	for (unsigned i = 0; i < vpn->vrfs->len; i++) {
		const VpnVrf *vrf = g_ptr_array_index(vpn->vrfs, i);

		if (vrf->rd == rd)
			return vrf;
	}
	return NULL;
}

VpnVrf *vpn_add_vrf(Vpn *vpn, Rib *rib, const VpnVrfConfig *config, GError **error)
{
	static const char *const none[] = {NULL};
	const VpnVrf *other = vrf_with_rd(vpn, config->rd);
	VpnVrf *vrf;

	if (other) {
		g_set_error(error, PROTO_ERROR, 0,
			    "VRF \"%s\" has the route distinguisher of VRF \"%s\": every VRF of a "
			    "node needs one of its own",
			    rib_name(rib), rib_name(other->rib));
		return NULL;
	}
	vrf = g_new0(VpnVrf, 1);
	vrf->vpn = vpn;
	vrf->rib = rib;
	vrf->rd = config->rd;
	vrf->import_rts = copy_rts(config->import_rts);
	vrf->export_rts = copy_rts(config->export_rts);
	vrf->redistribute =
		g_strdupv((GStrv)(uintptr_t)(config->redistribute ? config->redistribute : none));
	rib_source_init(vpn->host->rib_node, &vrf->source, "bgp", rib_name(rib));
	vrf_init_routes(vrf);
	g_ptr_array_add(vpn->vrfs, vrf);
	rib_watch(rib, on_route, vrf);
	return vrf;
}

VpnVrf *vpn_vrf(const Vpn *vpn, const char *name)
{
	for (unsigned i = 0; i < vpn->vrfs->len; i++) {
		VpnVrf *vrf = g_ptr_array_index(vpn->vrfs, i);

		if (strcmp(rib_name(vrf->rib), name) == 0)
			return vrf;
	}
	return NULL;
}

void vpn_attach_bgp(Vpn *vpn, ProtoInstance *bgp)
{
	if (!bgp)
		return;
	g_assert(!vpn->bgp);
	vpn->bgp = bgp;
	bgp_vpn_watch(bgp, on_vpn_route, vpn);
	for (unsigned i = 0; i < vpn->vrfs->len; i++) {
		VpnVrf *vrf = g_ptr_array_index(vpn->vrfs, i);

		net_trie_foreach(vrf->exported, originate_again, vrf);
	}
}

void vpn_forget(Vpn *vpn)
{
	if (vpn->bgp)
		bgp_vpn_unwatch(vpn->bgp, on_vpn_route, vpn);
	vpn->bgp = NULL;
	for (unsigned i = 0; i < vpn->vrfs->len; i++) {
		VpnVrf *vrf = g_ptr_array_index(vpn->vrfs, i);

		vrf_free_routes(vrf);
		vrf_init_routes(vrf);
	}
}

void vpn_vrf_set_import(VpnVrf *vrf, const GArray *rts)
{
	g_array_unref(vrf->import_rts);
	vrf->import_rts = copy_rts(rts);
	if (vrf->vpn->bgp)
		bgp_vpn_foreach(vrf->vpn->bgp, reconsider, vrf);
}

void vpn_vrf_set_export(VpnVrf *vrf, const GArray *rts)
{
	g_array_unref(vrf->export_rts);
	vrf->export_rts = copy_rts(rts);
	net_trie_foreach(vrf->exported, originate_again, vrf);
}
