/* SPDX-License-Identifier: Apache-2.0 */
/* Receiving routes (RFC 4271 9, RFC 4760 3): an UPDATE into the paths of its peer. */
#ifndef BGP_BGP_UPDATE_IN_H
#define BGP_BGP_UPDATE_IN_H

#include "models/bgp/bgp_decoded.h"
#include "models/bgp/bgp_peer.h"

/* One that may have faults, but none that the session ends for. */
void bgp_update_in(BgpPeer *peer, const BgpDecoded *decoded);
/* Whether the session must end for its faults. A family can be disabled instead where that is wanted
 * and it is known which. */
gboolean bgp_update_resets(const BgpPeer *peer, const BgpUpdate *update);

#endif
