/* SPDX-License-Identifier: Apache-2.0 */
#include "models/wire/ip.h"

#include "models/wire/cursor.h"

const char *ip_protocol_name(uint8_t protocol)
{
	switch (protocol) {
	case IP_PROTOCOL_ICMP:
		return "icmp";
	case IP_PROTOCOL_TCP:
		return "tcp";
	case IP_PROTOCOL_UDP:
		return "udp";
	case IP_PROTOCOL_OSPF:
		return "ospf";
	default:
		return NULL;
	}
}

uint32_t ip_pseudo_sum(const NetAddr *src, const NetAddr *dst, uint8_t protocol, size_t len)
{
	size_t addr_len = net_family_bits(src->family) / 8;
	uint8_t tail[8] = {0};
	uint32_t sum;

	g_assert(src->family == dst->family);
	/* Both families' layouts, of different order and width, have this same sum. */
	wire_put_u32(tail, (uint32_t)len);
	tail[7] = protocol;
	sum = wire_checksum_add(0, src->bytes, addr_len);
	sum = wire_checksum_add(sum, dst->bytes, addr_len);
	return wire_checksum_add(sum, tail, sizeof tail);
}
