/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether VPN routes are kept that no VRF of the node imports (RFC 4364 4.3.5, 5; Cisco's "bgp default
 * route-target filter", Junos's "keep"). What is not kept is dropped as it comes, behind the neighbour's route
 * map, which may give it other route targets, and asked for again once a VRF imports more (RFC 2918).
 */
#ifndef BGP_BGP_KEEP_H
#define BGP_BGP_KEEP_H

#include "models/bgp/bgp_peer.h"
#include "models/net/config.h"

extern const ConfigKind bgp_config_keep; /* BgpKeep: "no", "yes", "auto" */

/* What comes of a route of the neighbour with these attributes. */
gboolean bgp_keeps(const BgpPeer *peer, unsigned family, const BgpAttrSet *attrs);
/* Why not; the caller frees. */
char *bgp_keep_reason(const BgpAttrSet *attrs);

#endif
