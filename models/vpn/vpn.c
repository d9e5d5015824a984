/* SPDX-License-Identifier: Apache-2.0 */
/*
 * BGP/MPLS IP VPNs (RFC 4364). This module holds no routes of its own: it stands between a VRF, with its RIB
 * and its BGP instance, and BGP's table of VPN routes, and carries changes both ways.
 *
 *   export (4.3.1)  Routes of redistributed protocols go into the VRF's BGP, beside what CEs announce there.
 *                   What that chooses gets a label and becomes a VPN route with the VRF's RD and export
 *                   route targets (vpn_export.c, vpn_label.c).
 *   import (4.3.5)  A VPN route with one of the VRF's import route targets becomes a path in the VRF's BGP,
 *                   which chooses among all RDs and peers and those CEs. In the RIB it is recursive through
 *                   an LSP in the global table; what another VRF of the node exports goes on as there
 *                   (vpn_import.c). What is imported is not exported again, unless by a hybrid VRF, which stands between
 *                   two carriers (vpn_hybrid.c).
 *   refusal         A received VPN route that no VRF imports is recorded with its route targets.
 *
 *   maps            Route maps of the VRF see VPN routes on both ways, with their route targets, and may deny or
 *                   change them.
 *
 * Left out so far: IPv6.
 */
#include "models/vpn/vpn.h"

#include "models/net/records.h"
#include "models/vpn/vpn_private.h"

#include <string.h>

void vpn_record_refusal(const Vpn *vpn, const char *vrf, const NetPrefix *prefix, NetRd rd,
			const char *peer, const char *reason)
{
	TraceRefusal record = {
		.head = {.type = &trace_refusal, .node = vpn->host->node_name},
		.vrf = vrf,
		.family = rd ? bgp_vpn_family_name(prefix->addr.family)
			     : net_family_name(prefix->addr.family),
		.rd = rd,
		.prefix = *prefix,
		.protocol = "vpn",
		.peer = peer,
		.reason = reason,
	};

	sim_trace(vpn->host->sim, &record.head);
}

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
	vrf->kept = net_trie_new(NET_AF_IPV4, g_free);
	vpn_label_init(vrf);
}

static void vrf_free_routes(VpnVrf *vrf)
{
	net_trie_free(vrf->exported);
	net_trie_free(vrf->kept);
	vpn_label_release(vrf);
}

/* From BGP, which stays as it is. */
static void detach(Vpn *vpn)
{
	for (unsigned i = 0; i < vpn->vrfs->len; i++) {
		VpnVrf *vrf = g_ptr_array_index(vpn->vrfs, i);

		if (vrf->bgp)
			vpn_export_stop(vrf);
		vrf->bgp = NULL;
	}
	if (vpn->bgp)
		vpn_import_stop(vpn);
	vpn->bgp = NULL;
}

static void vrf_free(VpnVrf *vrf)
{
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
	detach(vpn);
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

VpnVrf *vpn_vrf_with_rd(const Vpn *vpn, NetRd rd)
{
	for (unsigned i = 0; i < vpn->vrfs->len; i++) {
		VpnVrf *vrf = g_ptr_array_index(vpn->vrfs, i);

		if (vrf->rd == rd)
			return vrf;
	}
	return NULL;
}

VpnVrf *vpn_add_vrf(Vpn *vpn, Rib *rib, const VpnVrfConfig *config, GError **error)
{
	static const char *const none[] = {NULL};
	const VpnVrf *other = vpn_vrf_with_rd(vpn, config->rd);
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
	vrf->site_of_origin = config->site_of_origin;
	vrf->label_mode = config->label_mode;
	vrf->limit = config->limit;
	vrf->hybrid = config->hybrid;
	if (vrf->limit.most > 0)
		rib_set_limit(rib, &vrf->limit);
	sim_timer_init(&vrf->labels_free, vpn->host->sim, SIM_WORK, vpn_export_unlabelled, vrf);
	vrf_init_routes(vrf);
	g_ptr_array_add(vpn->vrfs, vrf);
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
	g_assert(!vpn->bgp);
	vpn->bgp = bgp;
	vpn_import_start(vpn);
}

void vpn_vrf_attach_bgp(VpnVrf *vrf, ProtoInstance *bgp)
{
	g_assert(vrf->vpn->bgp && !vrf->bgp);
	vrf->bgp = bgp;
	vpn_export_start(vrf);
}

void vpn_forget(Vpn *vpn)
{
	detach(vpn);
	for (unsigned i = 0; i < vpn->vrfs->len; i++) {
		VpnVrf *vrf = g_ptr_array_index(vpn->vrfs, i);

		vrf_free_routes(vrf);
		vrf_init_routes(vrf);
	}
}

void vpn_vrf_set_import(VpnVrf *vrf, const GArray *rts)
{
	vpn_import_set_targets(vrf, copy_rts(rts));
}

void vpn_vrf_set_export(VpnVrf *vrf, const GArray *rts)
{
	g_array_unref(vrf->export_rts);
	vrf->export_rts = copy_rts(rts);
	vpn_export_again(vrf);
}

void vpn_vrf_set_import_map(VpnVrf *vrf, const PolicyMap *map)
{
	vrf->import_map = map;
	vpn_import_again(vrf);
}

void vpn_vrf_set_export_map(VpnVrf *vrf, const PolicyMap *map)
{
	vrf->export_map = map;
	vpn_export_again(vrf);
}

void vpn_vrf_set_label_mode(VpnVrf *vrf, VpnLabelMode mode)
{
	vrf->label_mode = mode;
	vpn_export_again(vrf);
}

void vpn_vrf_set_redistribute(VpnVrf *vrf, const char *const *redistribute)
{
	g_strfreev(vrf->redistribute);
	vrf->redistribute = g_strdupv((GStrv)(uintptr_t)redistribute);
	vpn_export_reconsider(vrf);
}
