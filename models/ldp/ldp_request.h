/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Label Requests (RFC 5036 2.6.2, 3.5.8, 3.5.9, A.1.1, A.1.6): asking the next hop for a label that it
 * does not tell of itself, and answering peers that ask.
 */
#ifndef LDP_REQUEST_H
#define LDP_REQUEST_H

#include "models/ldp/ldp_label.h"

/* Whether a peer has asked for a label, or has got one. */
gboolean ldp_request_is_upstream(const LdpBinding *binding);
/* Where labels are asked for on request alone and nobody upstream needs one any more: aborts requests and
 * gives back what came of them. */
void ldp_request_give_up(LdpBinding *binding);
/* Asks those next hops on the route that have to be asked, and takes back what other peers were asked
 * for. With conservative retention, gives back the labels of peers that are no next hop. */
void ldp_request_labels(LdpBinding *binding, const RibRoute *route);
/* The answer to what peers asked for, where it has become clear that there is none: No Route. */
void ldp_request_deny(LdpBinding *binding);

/* Procedures of received messages. FALSE where there is no label for the FEC and none to come. */
gboolean ldp_request_receive(LdpPeer *peer, const Fec *fec, uint32_t request_id,
			     const LdpAttributes *attributes);
void ldp_request_abort(LdpPeer *peer, const Fec *fec, uint32_t request_id);
/* A Notification about our request of that message id: no label comes. */
void ldp_request_refused(LdpPeer *peer, uint32_t status, uint32_t request_id);
/* The peer's mapping, which shows a loop, was our request's answer: as if it had been Loop Detected. */
void ldp_request_answered_with_loop(LdpPeer *peer, const Fec *fec);

/* Notifications No Label Resources, Label Resources Available (A.1.9, A.1.12): whether to ask the peer. */
void ldp_request_peer_has_labels(LdpPeer *peer, gboolean labels);
/* Tells a peer whose requests were refused for want of labels that there are some again. */
void ldp_request_labels_available(LdpPeer *peer);

/* The timer of the instance: those that had no label are asked again. */
void ldp_request_on_retry(void *instance);

#endif
