/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The host route of an external neighbour: while labelled routes are exchanged with one that is on a link with
 * MPLS, its address is a connected route of its own, and an LSP of no labels (as on Cisco). Routers of this
 * AS so reach a next hop that is left as it is (RFC 4364 10, b without next-hop-self): the IGP is told of the route where
 * connected ones are redistributed, and LDP gives it a label that is popped here.
 */
#ifndef BGP_BGP_HOST_ROUTE_H
#define BGP_BGP_HOST_ROUTE_H

#include "models/bgp/bgp_peer.h"

/* The session with the peer is up; families have been agreed. */
void bgp_host_route_add(const BgpPeer *peer);
/* Nothing, where there is none. */
void bgp_host_route_remove(const BgpPeer *peer);

#endif
