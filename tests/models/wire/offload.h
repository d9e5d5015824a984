/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The captures were made on hosts that leave TCP and UDP checksums to the network interface: most
 * segments carry only the sum of the pseudo header there. This completes them, as the interface
 * would have, so that the frames are what a wire carries.
 */
#ifndef TESTS_OFFLOAD_H
#define TESTS_OFFLOAD_H

#include "models/wire/ethernet.h"
#include "models/wire/ipv4.h"
#include "models/wire/mpls.h"

/* The transport's part of a frame. */
typedef struct OffloadTransport {
	NetAddr src, dst;
	uint8_t protocol;
	size_t at, len; /* in the frame */
} OffloadTransport;

/* Where the IP packet of the frame begins, behind a label stack or not; 0 where it has none. */
static inline size_t offload_find_ip(const uint8_t *frame, size_t len)
{
	EthernetHeader h;
	gboolean bottom;
	MplsEntry e;
	size_t at;

	if (!ethernet_decode(frame, len, &h, NULL))
		return 0;
	at = h.header_len;
	if (h.type == ETHERNET_TYPE_IPV4 || h.type == ETHERNET_TYPE_IPV6)
		return at;
	if (h.type != ETHERNET_TYPE_MPLS)
		return 0;
	do {
		if (!mpls_decode(frame + at, len - at, &e, &bottom, NULL))
			return 0;
		at += MPLS_ENTRY_LEN;
	} while (!bottom);
	return at < len ? at : 0;
}

static inline gboolean offload_find_transport(const uint8_t *frame, size_t len,
					      OffloadTransport *out)
{
	size_t at = offload_find_ip(frame, len);
	WireReader r;
	Ipv4Header ip;

	if (at == 0)
		return FALSE;
	wire_reader_init(&r, frame + at, len - at);
	if (frame[at] >> 4 == 6) {
		wire_skip(&r, 4);
		out->len = wire_read_u16(&r);
		out->protocol = wire_read_u8(&r);
		wire_skip(&r, 1);
		out->src = wire_read_ipv6(&r);
		out->dst = wire_read_ipv6(&r);
		out->at = at + wire_offset(&r);
		return wire_left(&r) >= out->len;
	}
	if (!ipv4_decode(frame + at, len - at, &ip, NULL))
		return FALSE;
	*out = (OffloadTransport){ip.src, ip.dst, ip.protocol, at + ip.header_len,
				  ipv4_payload_len(&ip)};
	return TRUE;
}

/* TRUE where the frame's checksum was not complete, and now is. */
static inline gboolean offload_complete(uint8_t *frame, size_t len)
{
	OffloadTransport t;
	uint16_t pseudo;
	size_t field;

	if (!offload_find_transport(frame, len, &t))
		return FALSE;
	field = t.protocol == IP_PROTOCOL_TCP ? 16 : t.protocol == IP_PROTOCOL_UDP ? 6 : 0;
	if (field == 0 || t.len < field + 2)
		return FALSE;
	pseudo = (uint16_t)~wire_checksum_finish(ip_pseudo_sum(&t.src, &t.dst, t.protocol, t.len));
	if (wire_get_u16(frame + t.at + field) != pseudo)
		return FALSE;
	/* The field holds the pseudo header's sum, so summing over it takes that in. */
	wire_put_u16(frame + t.at + field,
		     wire_checksum_finish(wire_checksum_add(0, frame + t.at, t.len)));
	return TRUE;
}

#endif
