/* SPDX-License-Identifier: Apache-2.0 */
/* The UDP header (RFC 768), over IPv4 and IPv6. */
#ifndef WIRE_UDP_H
#define WIRE_UDP_H

#include "models/net/packet.h"
#include "models/wire/cursor.h"

enum { UDP_HEADER_LEN = 8 };

typedef struct UdpHeader {
	uint16_t src_port, dst_port;
	gboolean no_checksum; /* the sender computed none: IPv4 only */
	/* Set by udp_decode(), not looked at by udp_push(). */
	uint16_t length; /* header and data; what follows is to be ignored */
} UdpHeader;

/* Verifies the checksum with the pseudo header of src and dst. */
gboolean udp_decode(const uint8_t *bytes, size_t len, const NetAddr *src, const NetAddr *dst,
		    UdpHeader *out, WireError *error);
/* Prepends the header; the packet so far is the data. p is writable, at most 65,535 bytes in all. */
void udp_push(Packet *p, const UdpHeader *h, const NetAddr *src, const NetAddr *dst);

#endif
