/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Building the messages of a session (RFC 5036 3.5). Each is traced, queued, and leaves at the end of
 * the instant with what else is queued, or at once with ldp_send_now().
 */
#ifndef LDP_SEND_H
#define LDP_SEND_H

#include "models/ldp/ldp_label.h"

void ldp_send_initialization(LdpPeer *peer);
void ldp_send_keepalive(LdpPeer *peer);
void ldp_send_notification(LdpPeer *peer, const LdpFault *fault);
/* LDP_MSG_ADDRESS or LDP_MSG_ADDRESS_WITHDRAW, for IPv4 addresses (of NetAddr); as many messages as
 * the negotiated PDU length needs. */
void ldp_send_addresses(LdpPeer *peer, uint16_t type, const GArray *addresses);

/* A message about a label. */
typedef struct LdpLabelMessage {
	uint16_t type;
	const Fec *fec;      /* NULL: the wildcard */
	uint32_t label;      /* NET_LABEL_NONE: without label TLV */
	uint32_t request_id; /* of the Label Request that is answered or taken back; 0 where none */
	uint32_t status;     /* of a release: why; LDP_STATUS_SUCCESS: says nothing */
	const LdpAttributes *attributes; /* NULL: without hop count and path vector */
} LdpLabelMessage;
/* Returns the message's id. */
uint32_t ldp_send_label(LdpPeer *peer, const LdpLabelMessage *label);

/* Hands all that is queued to TCP. */
void ldp_send_now(LdpPeer *peer);

/* Refuses a connection that belongs to no peer: a Notification, then the close. */
void ldp_send_refusal(LdpInstance *ldp, TcpSocket *socket, uint32_t status);

#endif
