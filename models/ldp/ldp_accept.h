/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Labels that peers may send packets with, reported to the interfaces where their link Hellos are heard
 * (models/fwd/accept.h). A label is accepted from its Label Mapping on. A peer may send with it until it
 * has dealt with the Withdraw, which is when it answers with a Release (RFC 5036 3.5.10): until then it
 * is accepted, and goes where the LFIB still has a way for it. It is refused at once where the peer gives it back unasked, or
 * has lost its session or the adjacency. What a peer is told over a targeted adjacency alone is accepted
 * nowhere: no interface is the peer's.
 */
#ifndef LDP_LDP_ACCEPT_H
#define LDP_LDP_ACCEPT_H

#include "models/ldp/ldp_discovery.h"
#include "models/ldp/ldp_label.h"

/* What was sent to the peer has been noted in the exchange, and is about to leave. */
void ldp_accept_sent(LdpExchange *ex);
/* The peer has released a label. */
void ldp_accept_released(LdpExchange *ex);
/* The session has ended. */
void ldp_accept_session_down(LdpExchange *ex);
/* A link adjacency, of a peer whose session may be up, is there, or about to go. */
void ldp_accept_adjacency_up(LdpAdjacency *adj);
void ldp_accept_adjacency_down(LdpAdjacency *adj);

#endif
