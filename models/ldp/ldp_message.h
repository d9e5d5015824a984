/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Receiving on a session: PDUs become events of the state machine, and, once it is OPERATIONAL,
 * messages reach the procedure of their type (RFC 5036 3.5).
 */
#ifndef LDP_MESSAGE_H
#define LDP_MESSAGE_H

#include "models/ldp/ldp_session.h"

/* Takes all complete PDUs out of the peer's input. */
void ldp_message_receive(LdpPeer *peer);
/* Runs the procedure of a message that needs an OPERATIONAL session. */
void ldp_message_handle(LdpPeer *peer, const LdpMessage *msg);

#endif
