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

#include "models/bgp/bgp_told.h"

/* Names of the interfaces that its packets come in on; none: that on whose link it is. FALSE and *error
 * where there is no such interface. */
gboolean bgp_accept_configure(BgpPeer *peer, char **names, GError **error);
/* The neighbour is configured: where it is of another AS and to be told of labels, these interfaces are
 * borders from now on, be the session up or not. */
void bgp_accept_start(BgpPeer *peer);
void bgp_accept_stop(BgpPeer *peer);

/* The members of a stream are being told of n prefixes in one UPDATE, with these labels; attrs NULL: they are
 * withdrawn. */
void bgp_accept_told(BgpStream *stream, const BgpAttrs *attrs, BgpToldLabel label,
		     const BgpPending *told, guint n);
/* The peer is not a member any more, and is told nothing: its session has ended. */
void bgp_accept_leave(BgpStream *stream, const BgpPeer *peer);
/* A member of from has gone on in a stream of its own; its labels stay accepted. */
void bgp_accept_split(BgpStream *own, BgpStream *from);
/* The members of from, which are there yet, go on in into. */
void bgp_accept_merge(BgpStream *into, BgpStream *from);
/* Only the memory: of a stream, and when the peer is freed. */
void bgp_accept_clear(BgpStream *stream);
void bgp_accept_free(BgpPeer *peer);

#endif
