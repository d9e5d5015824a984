/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Interface addresses (RFC 5036 2.7, 3.5.5, 3.5.6): a peer says which addresses are its own, so that
 * the next hop of a route can be told to be that peer.
 */
#ifndef LDP_ADDRESS_H
#define LDP_ADDRESS_H

#include "models/ldp/ldp_session.h"

/* Tells the peer the IPv4 addresses of all interfaces of the instance's VRF that are up. */
void ldp_address_tell_all(LdpPeer *peer);
/* Tells all peers about one interface: LDP_MSG_ADDRESS or LDP_MSG_ADDRESS_WITHDRAW. */
void ldp_address_tell_iface(LdpInstance *ldp, const FwdIface *iface, uint16_t type);
/* Takes up what an Address or Address Withdraw message says; FALSE where it is not about
 * IPv4 (RFC 5036 3.5.5.1). */
gboolean ldp_address_learn(LdpPeer *peer, const LdpMessage *msg);
/* Whether the peer has said that the address is its own. */
gboolean ldp_address_is_of(const LdpPeer *peer, const NetAddr *addr);

#endif
