/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Inter-AS option AB (Cisco's "inter-as-hybrid", also called option D): one session between two border routers
 * carries the VPN routes of all VPNs, and the packets of each go as IP over an interface of its VRF. Neighbour and VRFs are
 * marked as hybrid. A VPN route that a hybrid VRF imports ends there, and begins anew with that VRF's RD, route targets
 * and label. Who is told of it:
 *
 *   it came from          as it came              as the VRF exports it
 *   a hybrid neighbour    nobody                  internal and other hybrid neighbours
 *   any other one         all but hybrid ones     hybrid neighbours
 *
 * What no hybrid VRF imports goes on as in option B. What a VRF has of its CEs is told to everybody, as ever.
 */
#ifndef BGP_BGP_HYBRID_H
#define BGP_BGP_HYBRID_H

#include "models/bgp/bgp_group.h"
#include "models/bgp/bgp_peer.h"

/* The neighbour's configuration makes sense; its families have been taken before. FALSE and *error
 * (PROTO_ERROR). */
gboolean bgp_hybrid_check(const BgpPeer *peer, GError **error);

/* A path of a hybrid neighbour's that a hybrid VRF takes in: whether a label leads to its next hop is of no
 * concern. */
gboolean bgp_hybrid_enters(const BgpTable *table, const BgpPath *path);
/* The table above, for a chosen path. */
gboolean bgp_hybrid_may_tell(const BgpGroup *group, const BgpPath *path);

#endif
