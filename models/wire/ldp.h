/* SPDX-License-Identifier: Apache-2.0 */
/*
 * LDP's PDUs and messages on the wire (RFC 5036 3.1, 3.5, 3.8).
 *
 * Reading: a PDU is cut out of a datagram or stream, then its messages are taken one by one, then
 * their TLVs. Everything read borrows the caller's bytes. Writing: a PDU is begun, messages and TLVs
 * are appended, the PDU is ended.
 *
 * Errors carry the status code of RFC 5036 3.9 in WireError.status; ldp_status_is_fatal() says
 * whether the session ends.
 */
#ifndef WIRE_LDP_H
#define WIRE_LDP_H

#include "models/wire/cursor.h"
#include "models/wire/ldp_tlv.h"

#define LDP_PORT 646
#define LDP_VERSION 1
#define LDP_PDU_HEADER 10        /* version, length, LDP identifier */
#define LDP_PDU_LENGTH_OFFSET 4  /* the length counts what follows it: the size less this */
#define LDP_MESSAGE_HEADER 8     /* type, length, message id */
#define LDP_MAX_PDU_DEFAULT 4096 /* greatest PDU length until another one is negotiated */

/* RFC 5036 3.7. Without the U bit. */
enum {
	LDP_MSG_NOTIFICATION = 0x0001,
	LDP_MSG_HELLO = 0x0100,
	LDP_MSG_INITIALIZATION = 0x0200,
	LDP_MSG_KEEPALIVE = 0x0201,
	LDP_MSG_ADDRESS = 0x0300,
	LDP_MSG_ADDRESS_WITHDRAW = 0x0301,
	LDP_MSG_LABEL_MAPPING = 0x0400,
	LDP_MSG_LABEL_REQUEST = 0x0401,
	LDP_MSG_LABEL_WITHDRAW = 0x0402,
	LDP_MSG_LABEL_RELEASE = 0x0403,
	LDP_MSG_LABEL_ABORT = 0x0404,
};

typedef struct LdpPdu {
	uint16_t version;
	uint16_t length; /* of the LDP identifier and the messages */
	LdpId id;        /* the sender's */
	const uint8_t *messages;
	size_t messages_len;
} LdpPdu;

typedef struct LdpMessage {
	uint16_t type; /* 15 bits */
	gboolean u;
	uint32_t id;
	const uint8_t *tlvs;
	size_t tlvs_len;
	size_t size; /* of the whole message with its header */
} LdpMessage;

typedef enum { LDP_FRAME_MORE, LDP_FRAME_PDU, LDP_FRAME_BAD } LdpFrame;

const char *ldp_message_name(uint16_t type); /* "label-mapping"; "unknown" for others */

/*
 * Cuts the first PDU out of bytes that arrived in order. max_length is the greatest PDU length that
 * the session allows. LDP_FRAME_MORE: the PDU is not complete yet. LDP_FRAME_BAD sets *error (bad
 * version or length) and there is no way to find the next PDU. The PDU takes
 * pdu->length + LDP_PDU_LENGTH_OFFSET bytes.
 */
LdpFrame ldp_pdu_decode(const uint8_t *bytes, size_t len, uint16_t max_length, LdpPdu *pdu,
			WireError *error);

/*
 * Takes the next message of a PDU and checks it whole: its length, each TLV, that the mandatory TLVs
 * are there. r stands behind it afterwards. FALSE sets *error; type and id are set as far as they
 * could be read. A message of unknown type is an error unless its U bit is set; so is a message with
 * an unknown TLV whose U bit is clear (RFC 5036 3.5.1.2.2).
 */
gboolean ldp_message_decode(WireReader *r, LdpMessage *msg, WireError *error);
/* The first TLV of a type in a decoded message. */
gboolean ldp_message_find(const LdpMessage *msg, uint16_t type, LdpTlv *out);
/* Walks the TLVs in their order: r is a reader over msg->tlvs. */
gboolean ldp_message_next(WireReader *r, LdpTlv *out);

/* Each returns where it began, which its _end() takes to set the length. */
size_t ldp_pdu_begin(WireWriter *w, const LdpId *id);
void ldp_pdu_end(WireWriter *w, size_t begin);
size_t ldp_message_begin(WireWriter *w, uint16_t type, uint32_t id);
void ldp_message_end(WireWriter *w, size_t begin);

#endif
