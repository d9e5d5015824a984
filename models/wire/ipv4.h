/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The IPv4 header (RFC 791). Decoding verifies version, lengths and checksum, which is what a router
 * must do before it forwards (RFC 1812 5.2.2); the TTL is the caller's business.
 */
#ifndef WIRE_IPV4_H
#define WIRE_IPV4_H

#include "models/net/packet.h"
#include "models/wire/cursor.h"
#include "models/wire/ip.h"

enum {
	IPV4_HEADER_LEN = 20,    /* without options */
	IPV4_OPTIONS_MAX = 40,   /* bytes */
	IPV4_TOTAL_MAX = 0xffff, /* bytes, header and payload */
};

enum { IPV4_DF = 2, IPV4_MF = 1 }; /* flags */

typedef struct Ipv4Header {
	NetAddr src, dst;
	uint16_t id;
	uint16_t fragment_offset; /* in units of eight bytes */
	uint8_t flags;            /* IPV4_DF, IPV4_MF */
	uint8_t tos;              /* DSCP (6 bits) and ECN (2) */
	uint8_t ttl;
	uint8_t protocol; /* IpProtocol */
	/* As they stand on the wire, a multiple of four bytes; borrowed from what was decoded. */
	uint8_t options_len;
	const uint8_t *options;
	/* Set by ipv4_decode(), not looked at by ipv4_push(). */
	uint8_t header_len;
	uint16_t total_len; /* header and payload; what follows is padding of the link */
} Ipv4Header;

gboolean ipv4_decode(const uint8_t *bytes, size_t len, Ipv4Header *out, WireError *error);
/* Prepends the header; the packet so far is the payload. p is writable and, with the header, not
 * longer than IPV4_TOTAL_MAX. h->options must not lie in p. */
void ipv4_push(Packet *p, const Ipv4Header *h);

static inline size_t ipv4_payload_len(const Ipv4Header *h)
{
	return (size_t)h->total_len - h->header_len;
}

/*
 * Helpers for the forwarding path, in place, for a packet that starts with an IPv4 header already
 * decoded well. The checksum is updated, not computed anew (RFC 1624). p is writable.
 */
uint8_t ipv4_decrement_ttl(Packet *p); /* returns the new TTL; the TTL must not be 0 */
void ipv4_set_ttl(Packet *p, uint8_t ttl);

#endif
