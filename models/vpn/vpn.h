/* SPDX-License-Identifier: Apache-2.0 */
/*
 * BGP/MPLS IP VPNs (RFC 4364) on one node: the glue between the VRFs' RIBs, the label manager and
 * BGP's VPN families. It exports a VRF's routes as VPN routes (RD, route targets, a label) and imports VPN
 * routes whose route targets a VRF imports.
 */
#ifndef VPN_VPN_H
#define VPN_VPN_H

#include "models/net/rd.h"
#include "models/policy/policy.h"
#include "models/rib/protocol.h"
#include "models/rib/rib.h"

typedef struct Vpn Vpn;
typedef struct VpnVrf VpnVrf;

/* Which prefixes share a label (vpn_label.c). */
typedef enum { VPN_LABELS_PER_PREFIX, VPN_LABELS_PER_CE, VPN_LABELS_PER_VRF } VpnLabelMode;

const char *vpn_label_mode_name(VpnLabelMode mode); /* "per-prefix", "per-ce", "per-vrf" */
gboolean vpn_label_mode_parse(const char *text, VpnLabelMode *out);

/* Inter-AS option AB (vpn_hybrid.c): where packets go for routes of a hybrid neighbour's. */
typedef enum {
	VPN_HYBRID_NO,
	VPN_HYBRID_VRF,    /* out of the VRF, as IP, to an address there */
	VPN_HYBRID_GLOBAL, /* by the global table, with the neighbour's label, as in option B */
} VpnHybridWay;

typedef struct VpnHybrid {
	VpnHybridWay way;
	NetAddr next_hop; /* VPN_HYBRID_VRF: that address; unset: the next hop that the neighbour tells */
} VpnHybrid;

typedef struct VpnVrfConfig {
	NetRd rd;
	NetSoo site_of_origin; /* of what it exports; what has it is not imported; 0: none */
	VpnLabelMode label_mode;
	RibLimit limit; /* of the VRF's routes */
	VpnHybrid hybrid;
	const GArray *import_rts, *export_rts; /* of NetRt; copied */
	const char *const *redistribute;       /* protocol names, NULL terminated; copied */
} VpnVrfConfig;

Vpn *vpn_new(const ProtoHost *host);
void vpn_free(Vpn *vpn); /* before BGP and the RIBs are freed */

/* One per VRF. The RD must be unique on the node: else NULL and *error. */
VpnVrf *vpn_add_vrf(Vpn *vpn, Rib *rib, const VpnVrfConfig *config, GError **error);
VpnVrf *vpn_vrf(const Vpn *vpn, const char *name);

/* Connects with the node's BGP instance of the global table, then each VRF with its own one, without which
 * it exchanges nothing. Call before they start. */
void vpn_attach_bgp(Vpn *vpn, ProtoInstance *bgp);
void vpn_vrf_attach_bgp(VpnVrf *vrf, ProtoInstance *bgp);

/* A crash: BGP, the routes taken in and given out are forgotten, the configuration is not. Call after
 * rib_node_forget() and before BGP is freed. */
void vpn_forget(Vpn *vpn);

/* Changes while running: routes are exported anew, or all VPN routes looked at again. */
void vpn_vrf_set_import(VpnVrf *vrf, const GArray *rts);
void vpn_vrf_set_export(VpnVrf *vrf, const GArray *rts);
/* The VRF has been shut, or is up again: what it imports is not wanted, or is again (RFC 4684). */
void vpn_vrf_shut_changed(VpnVrf *vrf);

/* Likewise with the route maps that VPN routes pass as they come in and go out, beside the route targets; NULL:
 * none. They outlive the VRF. */
void vpn_vrf_set_import_map(VpnVrf *vrf, const PolicyMap *map);
void vpn_vrf_set_export_map(VpnVrf *vrf, const PolicyMap *map);
/* A route of the prefix may be redistributed again: the VRF's BGP has no network statement of it any more. */
void vpn_vrf_redistribute_again(VpnVrf *vrf, const NetPrefix *prefix);
/* Other protocols' routes become VPN routes; copied. */
void vpn_vrf_set_redistribute(VpnVrf *vrf, const char *const *redistribute);
/* Exported prefixes get labels of the new mode; the old ones are given back. */
void vpn_vrf_set_label_mode(VpnVrf *vrf, VpnLabelMode mode);

#endif
