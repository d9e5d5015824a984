/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The way to a neighbour. Its address is tracked in the RIB, so that a connection is tried as soon as
 * there is a route. An external peer that is one hop away must be on a connected subnet, as Cisco and
 * FRR have it, and its session ends with the interface to it (fast external fallover).
 */
#ifndef BGP_BGP_REACH_H
#define BGP_BGP_REACH_H

#include "models/bgp/bgp_peer.h"

void bgp_reach_init(BgpPeer *peer);
void bgp_reach_start(BgpPeer *peer);
void bgp_reach_stop(BgpPeer *peer);

/* TTL, least TTL, key and addresses of connections with it. */
TcpParams bgp_reach_tcp_params(const BgpPeer *peer);
/* Whether connections may be, whoever opens them: the peer is where it must be. */
gboolean bgp_reach_allows(const BgpPeer *peer);
/* The interface to an external peer one hop away, on whose subnet it is; NULL: there is none. */
FwdIface *bgp_reach_link(const BgpPeer *peer);
/* Whether this end may open one. */
gboolean bgp_reach_may_connect(const BgpPeer *peer);

/* An interface of the node has gone up or down: a FwdIfaceFn with the Bgp as user. */
void bgp_reach_iface_changed(FwdIface *iface, gboolean up, void *bgp);

#endif
