/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sending routes (RFC 4271 9.2): a peer and the update groups that tell it (bgp_group.h). What they tell is the
 * matter of bgp_told.h, in which messages that of bgp_packing.h.
 */
#ifndef BGP_BGP_UPDATE_OUT_H
#define BGP_BGP_UPDATE_OUT_H

#include "models/bgp/bgp_group.h"

/* The peer is to be told all routes of the family, and then what changes. */
void bgp_update_join(BgpPeer *peer, unsigned family);
/* The peer is configured to be told things differently from now on: it is told everything again. */
void bgp_update_move(BgpPeer *peer, unsigned family);
void bgp_update_leave(BgpPeer *peer, unsigned family);
/* The peer is to be told everything again, because it asks for it (RFC 2918) or an operator does. */
void bgp_update_refresh(BgpPeer *peer, unsigned family);
/* The family has another export map from now on; the peer is told what follows. */
void bgp_update_set_map(BgpPeer *peer, unsigned family, const PolicyMap *map);
/* The peer's TCP takes more. */
void bgp_update_drained(BgpPeer *peer);

#endif
