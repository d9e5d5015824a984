/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Hybrid VRFs of a border router (inter-AS option AB; models/bgp/bgp_hybrid.h says who is told what). What comes from a
 * hybrid neighbour has its next hop in the VRF, where the other border router has an interface of its VRF, and is
 * forwarded as IP. What the VRF imports, from that side or from PEs, it exports anew.
 */
#include "models/vpn/vpn_private.h"

const char *vpn_hybrid_text(const VpnHybrid *hybrid, char text[NET_ADDR_STRLEN])
{
	switch (hybrid->way) {
	case VPN_HYBRID_NO:
		return NULL;
	case VPN_HYBRID_GLOBAL:
		return "global";
	default:
		return net_addr_is_set(&hybrid->next_hop) ? net_addr_str(&hybrid->next_hop, text)
							  : "as told";
	}
}

void vpn_hybrid_lead(const VpnVrf *vrf, const BgpVpnRoute *route, BgpImport *import)
{
	if (route->hybrid && vrf->hybrid.way == VPN_HYBRID_VRF)
		bgp_import_lead(import, vrf->rib, &vrf->hybrid.next_hop);
}

gboolean vpn_hybrid_passes_on(const VpnVrf *vrf, const BgpVrfRoute *route)
{
	return vrf->hybrid.way != VPN_HYBRID_NO && route->from;
}

/* By any hybrid VRF. */
static gboolean is_taken(const NetRt *rts, unsigned n, void *user)
{
	const Vpn *vpn = user;

	for (unsigned i = 0; i < vpn->vrfs->len; i++) {
		const VpnVrf *vrf = g_ptr_array_index(vpn->vrfs, i);

		if (vrf->hybrid.way != VPN_HYBRID_NO && vpn_imports_any(vrf, rts, n))
			return TRUE;
	}
	return FALSE;
}

void vpn_hybrid_start(Vpn *vpn)
{
	bgp_vpn_set_hybrid(vpn->bgp, is_taken, vpn);
}

void vpn_hybrid_stop(Vpn *vpn)
{
	bgp_vpn_set_hybrid(vpn->bgp, NULL, NULL);
}

void vpn_hybrid_targets_changed(const VpnVrf *vrf)
{
	if (vrf->hybrid.way != VPN_HYBRID_NO && vrf->vpn->bgp)
		bgp_vpn_hybrid_changed(vrf->vpn->bgp);
}
