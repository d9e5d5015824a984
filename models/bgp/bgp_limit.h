/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The most prefixes that a neighbour may announce in a family (RFC 4271 6.7, RFC 4486 4). One more, and
 * the session ends; it stays down until it is cleared, or for maximum-prefix-restart. With
 * maximum-prefix-warning-only it is recorded, no more.
 */
#ifndef BGP_BGP_LIMIT_H
#define BGP_BGP_LIMIT_H

#include "models/bgp/bgp_peer.h"

void bgp_limit_init(BgpPeer *peer);
/* Words such as "1000" (every family) and "vpnv4:200". */
gboolean bgp_limit_take(BgpPeer *peer, char **words, GError **error);
void bgp_limit_stop(BgpPeer *peer);

/* Whether no more prefixes may be taken in: it has more than it may, and that is to end the session. */
gboolean bgp_limit_reached(const BgpPeer *peer, unsigned family);
/* The number of prefixes has changed: warns, or ends the session. */
void bgp_limit_check(BgpPeer *peer, unsigned family);
/* It may be tried again, as far as this is concerned. */
void bgp_limit_release(BgpPeer *peer);

#endif
