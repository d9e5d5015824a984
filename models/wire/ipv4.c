/* SPDX-License-Identifier: Apache-2.0 */
#include "models/wire/ipv4.h"

#include <string.h>

/* Offsets within the header. */
enum { AT_TTL = 8, AT_CHECKSUM = 10, AT_SRC = 12, AT_DST = 16 };

/* Version and lengths; fills header_len and total_len. */
static gboolean decode_lengths(const uint8_t *bytes, size_t len, Ipv4Header *out, WireError *error)
{
	if (len < IPV4_HEADER_LEN)
		return wire_error(error, len, "packet is shorter than an IPv4 header");
	if (bytes[0] >> 4 != 4)
		return wire_error(error, 0, "IP version is not 4");
	out->header_len = (uint8_t)((bytes[0] & 0xf) * 4);
	if (out->header_len < IPV4_HEADER_LEN || out->header_len > len)
		return wire_error(error, 0, "IPv4 header length is wrong");
	out->total_len = wire_get_u16(bytes + 2);
	if (out->total_len < out->header_len || out->total_len > len)
		return wire_error(error, 2, "IPv4 total length is wrong");
	return TRUE;
}

gboolean ipv4_decode(const uint8_t *bytes, size_t len, Ipv4Header *out, WireError *error)
{
	uint16_t fragment;

	if (!decode_lengths(bytes, len, out, error))
		return FALSE;
	if (wire_checksum_finish(wire_checksum_add(0, bytes, out->header_len)) != 0)
		return wire_error(error, AT_CHECKSUM, "IPv4 header checksum is wrong");
	out->tos = bytes[1];
	out->id = wire_get_u16(bytes + 4);
	fragment = wire_get_u16(bytes + 6);
	out->flags = (uint8_t)(fragment >> 13);
	out->fragment_offset = fragment & 0x1fff;
	out->ttl = bytes[AT_TTL];
	out->protocol = bytes[9];
	out->src = net_addr_ipv4(wire_get_u32(bytes + AT_SRC));
	out->dst = net_addr_ipv4(wire_get_u32(bytes + AT_DST));
	out->options_len = out->header_len - IPV4_HEADER_LEN;
	out->options = bytes + IPV4_HEADER_LEN;
	return TRUE;
}

void ipv4_push(Packet *p, const Ipv4Header *h)
{
	size_t header_len = IPV4_HEADER_LEN + h->options_len;
	uint8_t *b = packet_push(p, header_len);

	g_assert(h->options_len <= IPV4_OPTIONS_MAX && h->options_len % 4 == 0);
	g_assert(packet_len(p) <= IPV4_TOTAL_MAX);
	b[0] = (uint8_t)(4 << 4 | header_len / 4);
	b[1] = h->tos;
	wire_put_u16(b + 2, (uint16_t)packet_len(p));
	wire_put_u16(b + 4, h->id);
	wire_put_u16(b + 6, (uint16_t)(h->flags << 13 | h->fragment_offset));
	b[AT_TTL] = h->ttl;
	b[9] = h->protocol;
	wire_put_u16(b + AT_CHECKSUM, 0);
	wire_put_u32(b + AT_SRC, net_addr_to_ipv4(&h->src));
	wire_put_u32(b + AT_DST, net_addr_to_ipv4(&h->dst));
	if (h->options_len)
		memcpy(b + IPV4_HEADER_LEN, h->options, h->options_len);
	wire_put_u16(b + AT_CHECKSUM, wire_checksum_finish(wire_checksum_add(0, b, header_len)));
}

void ipv4_set_ttl(Packet *p, uint8_t ttl)
{
	uint8_t *b = packet_data(p);
	uint16_t former = wire_get_u16(b + AT_TTL);
	uint32_t sum;

	g_assert(p->refs == 1 && packet_len(p) >= IPV4_HEADER_LEN);
	b[AT_TTL] = ttl;
	/* RFC 1624 3, equation 3: HC' = ~(~HC + ~m + m') */
	sum = (uint16_t)~wire_get_u16(b + AT_CHECKSUM);
	sum += (uint16_t)~former;
	sum += wire_get_u16(b + AT_TTL);
	wire_put_u16(b + AT_CHECKSUM, wire_checksum_finish(sum));
}

uint8_t ipv4_decrement_ttl(Packet *p)
{
	uint8_t ttl = packet_data(p)[AT_TTL];

	g_assert(ttl > 0);
	ipv4_set_ttl(p, ttl - 1);
	return ttl - 1;
}
