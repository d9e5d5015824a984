/* SPDX-License-Identifier: Apache-2.0 */
/* From the bytes of a message to an event of the state machine (RFC 4271 6). */
#ifndef BGP_BGP_RECEIVE_H
#define BGP_BGP_RECEIVE_H

#include "models/bgp/bgp_session.h"

/* Handles one whole message; session->socket differs afterwards where it ended the connection. carrier is
 * what the peer sent with these bytes and no others, NULL where that is not known. */
void bgp_receive(BgpSession *session, const uint8_t *message, size_t len,
		 const TcpMessage *carrier);

#endif
