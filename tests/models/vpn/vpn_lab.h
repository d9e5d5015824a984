/* SPDX-License-Identifier: Apache-2.0 */
/*
 * VRFs on the routers of BGP's tests (bgp_lab.h), each with a BGP instance of its own where the router
 * speaks BGP.
 */
#ifndef TESTS_VPN_LAB_H
#define TESTS_VPN_LAB_H

#include "models/vpn/vpn_private.h"
#include "tests/models/bgp/bgp_lab.h"

/* A VRF. */
typedef struct VpnSite {
	unsigned router;
	VpnVrf *vrf;
	Rib *rib;
	RibSource fixed;    /* "static" */
	ProtoInstance *bgp; /* NULL: the router speaks none */
} VpnSite;

#define VPN_LAB_SITES 6

typedef struct VpnLab {
	Lab *lab;
	Vpn *vpns[LAB_ROUTERS];
	VpnSite sites[VPN_LAB_SITES];
	unsigned n;
} VpnLab;

/* What a VRF is configured with; NULL and 0: nothing. Lists are words between blanks. */
typedef struct VpnLabVrf {
	const char *name, *rd, *import_rts, *export_rts;
	const char *redistribute; /* NULL: static */
	const char *site_of_origin;
	VpnLabelMode label_mode;
	RibLimit limit;
	VpnHybridWay hybrid;
	const char *hybrid_next_hop; /* NULL: as it is told */
} VpnLabVrf;

/* The lab becomes the VPN lab's. */
void vpn_lab_init(VpnLab *v, Lab *lab);
void vpn_lab_clear(VpnLab *v);
/* Before the start; fails the test where it is refused. */
VpnSite *vpn_lab_add(VpnLab *v, unsigned router, const VpnLabVrf *config);
/* The VRF, or NULL and *error. */
VpnVrf *vpn_lab_try(VpnLab *v, unsigned router, Rib *rib, const VpnLabVrf *config, GError **error);
/* Routers' BGP, then that of the VRFs. */
void vpn_lab_start(VpnLab *v);
void vpn_lab_run(VpnLab *v, unsigned seconds);

/* A link between the VRF, at 172.16.<third>.1/24, and the global table of another router, at .2. */
FwdIface *vpn_lab_link(VpnLab *v, VpnSite *site, unsigned router, unsigned third);

/* Of NetRt; the caller frees. */
GArray *vpn_lab_targets(const char *text);
NetPrefix vpn_lab_prefix(const char *text);

/* A route of the VRF: to nowhere, or by way of gateways between blanks, which are resolved in it. */
void vpn_lab_put(VpnSite *site, const char *prefix, uint32_t metric);
void vpn_lab_put_of(VpnSite *site, const RibSource *source, const char *prefix, uint32_t metric);
void vpn_lab_put_via(VpnSite *site, const char *prefix, const char *gateways);
void vpn_lab_take(VpnSite *site, const char *prefix);
/* "via 10.0.0.2 label 16 metric 5", "own", "none": the best route, which is static's or BGP's. */
void vpn_lab_expect(const VpnSite *site, const char *prefix, const char *text);

#endif
