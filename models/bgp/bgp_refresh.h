/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Route refresh (RFC 2918) and its enhancement (RFC 7313), both ways. A peer that answers a request with
 * BoRR and EoRR around its routes has every route in between that it did not repeat removed; so has one
 * that never says EoRR, after a while.
 */
#ifndef BGP_BGP_REFRESH_H
#define BGP_BGP_REFRESH_H

#include "models/bgp/bgp_peer.h"

void bgp_refresh_init(BgpPeer *peer);
/* The session is over, or the family not listened to any more: nothing is stale. */
void bgp_refresh_forget(BgpPeer *peer, unsigned family);

/* Asks the peer for all its routes of the family's table again, as somebody does whose policy has changed. FALSE
 * where there is no session for it, or the peer does not know how. */
gboolean bgp_peer_request_refresh(BgpPeer *peer, unsigned family);

/* A ROUTE-REFRESH has come. */
void bgp_refresh_in(BgpPeer *peer, const BgpRouteRefresh *message);
/* The peer has said something of the prefix: it is not stale. */
void bgp_refresh_heard(BgpPeer *peer, unsigned family, const BgpNet *net);

#endif
