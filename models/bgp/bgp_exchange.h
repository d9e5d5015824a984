/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a neighbour's configuration says about the routes that are exchanged with it: next hops, AS paths,
 * communities.
 */
#ifndef BGP_BGP_EXCHANGE_H
#define BGP_BGP_EXCHANGE_H

#include "models/bgp/bgp_peer.h"

/* Takes over what stands there in words, and checks all of it. The families have been taken before. FALSE and
 * *error (PROTO_ERROR) where it makes no sense. */
gboolean bgp_exchange_take(BgpPeer *peer, const BgpPeerConfig *config, GError **error);

/* Whether it is told a default route, whatever there is, in some family. */
gboolean bgp_exchange_default_originate(const BgpPeer *peer);

/* What is done to routes for the peer, which has a session. */
void bgp_exchange_egress(const BgpPeer *peer, unsigned family, BgpEgress *out);

/* The peer has said that told_as, this router's number in an OPEN, is wrong (RFC 7705 3.3): where it may be
 * either, the next OPEN has the other one, however many connections were refused with this one. */
void bgp_exchange_wrong_as(BgpPeer *peer, uint32_t told_as);

#endif
