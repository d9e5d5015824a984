/* SPDX-License-Identifier: Apache-2.0 */
#include "models/wire/udp.h"

#include "models/wire/ip.h"

enum { AT_CHECKSUM = 6 };

static uint16_t checksum(const uint8_t *bytes, size_t len, const NetAddr *src, const NetAddr *dst)
{
	uint32_t sum = ip_pseudo_sum(src, dst, IP_PROTOCOL_UDP, len);

	return wire_checksum_finish(wire_checksum_add(sum, bytes, len));
}

gboolean udp_decode(const uint8_t *bytes, size_t len, const NetAddr *src, const NetAddr *dst,
		    UdpHeader *out, WireError *error)
{
	if (len < UDP_HEADER_LEN)
		return wire_error(error, len, "UDP header is too short");
	out->src_port = wire_get_u16(bytes);
	out->dst_port = wire_get_u16(bytes + 2);
	out->length = wire_get_u16(bytes + 4);
	if (out->length < UDP_HEADER_LEN || out->length > len)
		return wire_error(error, 4, "UDP length is wrong");
	out->no_checksum = wire_get_u16(bytes + AT_CHECKSUM) == 0;
	if (out->no_checksum && src->family == NET_AF_IPV4)
		return TRUE;
	/* RFC 8200 8.1: over IPv6 it must not be absent. */
	if (out->no_checksum || checksum(bytes, out->length, src, dst) != 0)
		return wire_error(error, AT_CHECKSUM, "UDP checksum is wrong");
	return TRUE;
}

void udp_push(Packet *p, const UdpHeader *h, const NetAddr *src, const NetAddr *dst)
{
	uint8_t *b = packet_push(p, UDP_HEADER_LEN);
	size_t len = packet_len(p);
	uint16_t sum;

	g_assert(len <= UINT16_MAX);
	wire_put_u16(b, h->src_port);
	wire_put_u16(b + 2, h->dst_port);
	wire_put_u16(b + 4, (uint16_t)len);
	wire_put_u16(b + AT_CHECKSUM, 0);
	if (h->no_checksum)
		return;
	sum = checksum(b, len, src, dst);
	/* 0 would say that there is none; both stand for the same number (RFC 768). */
	wire_put_u16(b + AT_CHECKSUM, sum ? sum : UINT16_MAX);
}
