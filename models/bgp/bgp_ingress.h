/* SPDX-License-Identifier: Apache-2.0 */
/* What a peer's routes must stand before they are taken, and what is done to them then. */
#ifndef BGP_BGP_INGRESS_H
#define BGP_BGP_INGRESS_H

#include "models/bgp/bgp_peer.h"
#include "models/bgp/bgp_scratch.h"

/* Brings a received route's attributes into the form in which they are kept (bgp_attrset.h), without what
 * another AS must not say and with local-as in front of the path, and with the peer's site of origin. Returns why such a route must not be
 * used (RFC 4271 9.1.2 and 5.1.3), which the caller frees; NULL where there is nothing against it. */
char *bgp_ingress(const BgpPeer *peer, BgpAttrs *attrs, BgpScratch *scratch);

#endif
