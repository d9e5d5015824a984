/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Labels that neighbours may send packets with, reported to the interfaces on whose links they are
 * (models/fwd/accept.h; RFC 4364 10, b). A label is accepted when an UPDATE tells it to such a neighbour
 * with a next hop of this node, and refused when another takes it back or the session ends: BGP knows no
 * answer to wait for, and labels that are withdrawn leave the LFIB at the same time. What neighbours
 * several hops away are told is accepted nowhere, unless configuration names the interfaces.
 */
#ifndef BGP_BGP_ACCEPT_H
#define BGP_BGP_ACCEPT_H

#include "models/bgp/bgp_group.h"

/* Names of the interfaces that its packets come in on; none: that on whose link it is. FALSE and *error
 * where there is no such interface. */
gboolean bgp_accept_configure(BgpPeer *peer, char **names, GError **error);
/* The neighbour is configured: where it is of another AS and to be told of labels, these interfaces are
 * borders from now on, be the session up or not. */
void bgp_accept_start(BgpPeer *peer);
void bgp_accept_stop(BgpPeer *peer);

/* Peers of a group are being told of n prefixes in one UPDATE; attrs NULL: they are withdrawn. */
void bgp_accept_told(unsigned family, const GPtrArray *peers, const BgpAttrs *attrs,
		     const BgpPending *told, guint n);
/* The session has ended: the peer has been told of nothing. */
void bgp_accept_forget(BgpPeer *peer, unsigned family);
/* Only the memory, when the peer is freed. */
void bgp_accept_free(BgpPeer *peer);

#endif
