/* SPDX-License-Identifier: Apache-2.0 */
/* What two speakers agree on with their OPEN messages (RFC 4271 4.2 and 6.2, RFC 5492). */
#ifndef BGP_BGP_NEGOTIATE_H
#define BGP_BGP_NEGOTIATE_H

#include "models/bgp/bgp_peer.h"
#include "models/bgp/bgp_session.h"

#define BGP_NEGOTIATE_DATA_MAX (6 * BGP_N_FAMILIES)

/* Our own OPEN for this peer. */
void bgp_negotiate_offer(const BgpPeer *peer, BgpOpen *out);

/* The peer has answered our OPEN with this. RFC 5492 3: one that knows no capabilities says Unsupported
 * Optional Parameter, and the next OPEN has none; where IPv4 unicast is not wanted that would be of no use. */
void bgp_negotiate_refused(BgpPeer *peer, const BgpNotification *notification);

/* Looks at the peer's OPEN; FALSE and what to answer where it will not do. data holds what the
 * notification carries. */
gboolean bgp_negotiate_check(const BgpPeer *peer, const BgpOpen *open, BgpNotification *refusal,
			     uint8_t data[BGP_NEGOTIATE_DATA_MAX]);
/* Notes in the session what follows from an OPEN that was checked. */
void bgp_negotiate_agree(BgpSession *session, const BgpOpen *open);

#endif
