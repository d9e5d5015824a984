/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ICMP for IPv4 (RFC 792, RFC 1191): echo, echo reply, destination unreachable, time exceeded. Other
 * types are decoding errors, and so dropped (RFC 1122 3.2.2). An error about a labelled packet is of
 * the multi-part form of RFC 4884 and tells the label stack (RFC 4950).
 */
#ifndef WIRE_ICMP_H
#define WIRE_ICMP_H

#include "models/net/packet.h"
#include "models/wire/cursor.h"

enum {
	ICMP_HEADER_LEN = 8,
	ICMP_QUOTE_MIN = 128, /* bytes quoted where an extension follows (RFC 4884 4, 5.3) */
};

typedef enum {
	ICMP_ECHO_REPLY = 0,
	ICMP_UNREACHABLE = 3,
	ICMP_ECHO = 8,
	ICMP_TIME_EXCEEDED = 11,
} IcmpType;

/* Codes of ICMP_UNREACHABLE (RFC 792, RFC 1812 5.2.7.1) and of ICMP_TIME_EXCEEDED. */
enum {
	ICMP_NET_UNREACHABLE = 0,
	ICMP_HOST_UNREACHABLE = 1,
	ICMP_PROTOCOL_UNREACHABLE = 2,
	ICMP_PORT_UNREACHABLE = 3,
	ICMP_FRAGMENTATION_NEEDED = 4,
	ICMP_TTL_EXCEEDED = 0,
	ICMP_REASSEMBLY_EXCEEDED = 1,
};

/* "echo", "echo-reply", "unreachable", "time-exceeded"; NULL for what is not known. */
const char *icmp_type_name(uint8_t type);

typedef struct IcmpMessage {
	uint8_t type; /* IcmpType */
	uint8_t code;
	uint16_t id, sequence; /* of echo and echo reply */
	uint16_t next_hop_mtu; /* of ICMP_FRAGMENTATION_NEEDED */
	/* Of an error: the labels with which the packet had come in, top first; depth 0: none. */
	uint8_t depth;
	MplsEntry stack[LABEL_STACK_MAX];
	/* Set by icmp_decode(), not looked at by icmp_push(); borrowed from what was decoded. The
	 * data of an echo, or the head of the packet that an error is about. */
	const uint8_t *payload;
	size_t payload_len;
} IcmpMessage;

/* TRUE for the messages that report an error, about which no error is ever sent (RFC 1122 3.2.2). */
gboolean icmp_is_error(uint8_t type);

/* len is the exact length of the message. Verifies the checksum. An extension that is not sound is
 * left alone. */
gboolean icmp_decode(const uint8_t *bytes, size_t len, IcmpMessage *out, WireError *error);
/* Prepends the eight bytes; the packet so far is the payload. m has no labels. p is writable. */
void icmp_push(Packet *p, const IcmpMessage *m);
/* A whole error message about a datagram, of which it quotes at most quote_max bytes, and just the
 * first ICMP_QUOTE_MIN, padded with zeros, where it tells labels. */
Packet *icmp_error_new(const IcmpMessage *m, const uint8_t *datagram, size_t len, size_t quote_max);

#endif
