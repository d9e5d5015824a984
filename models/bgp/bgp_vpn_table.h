/* SPDX-License-Identifier: Apache-2.0 */
/* The VPN table's side towards the rest of BGP; models/bgp/bgp_vpn.h is the one towards models/vpn. */
#ifndef BGP_BGP_VPN_TABLE_H
#define BGP_BGP_VPN_TABLE_H

#include "models/bgp/bgp_instance.h"
#include "models/bgp/bgp_vpn.h"

typedef struct BgpVpnWatch {
	BgpVpnWatchFn fn;
	void *user;
} BgpVpnWatch;

/* The family's handler. */
void bgp_vpn_changed(BgpTable *table, const BgpChange *change);
void bgp_vpn_considered(BgpTable *table, const BgpNet *net);
/* The chosen path of a VRF's prefix has changed (bgp_vrf.h). */
void bgp_vrf_changed(const BgpTable *table, const BgpChange *change);
/* A path as watchers and importers see it. */
void bgp_vpn_describe(const BgpTable *table, const BgpNet *net, const BgpPath *path,
		      BgpVpnRoute *out);

#endif
