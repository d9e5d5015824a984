/* SPDX-License-Identifier: Apache-2.0 */
#include "models/wire/arp.h"

#include "models/wire/ethernet.h"

#include <string.h>

/* Hardware type Ethernet, protocol type IPv4, address lengths 6 and 4: all that is spoken here. */
static const uint8_t fixed[6] = {0, 1, ETHERNET_TYPE_IPV4 >> 8, ETHERNET_TYPE_IPV4 & 0xff, 6, 4};

const char *arp_operation_name(uint16_t operation)
{
	switch (operation) {
	case ARP_REQUEST:
		return "request";
	case ARP_REPLY:
		return "reply";
	default:
		return NULL;
	}
}

gboolean arp_decode(const uint8_t *bytes, size_t len, ArpPacket *out, WireError *error)
{
	if (len < ARP_LEN)
		return wire_error(error, len, "ARP packet is too short");
	if (memcmp(bytes, fixed, sizeof fixed) != 0)
		return wire_error(error, 0, "ARP is not for IPv4 over Ethernet");
	out->operation = wire_get_u16(bytes + 6);
	memcpy(&out->sender_mac, bytes + 8, sizeof out->sender_mac);
	out->sender_ip = net_addr_ipv4(wire_get_u32(bytes + 14));
	memcpy(&out->target_mac, bytes + 18, sizeof out->target_mac);
	out->target_ip = net_addr_ipv4(wire_get_u32(bytes + 24));
	return TRUE;
}

void arp_push(Packet *p, const ArpPacket *a)
{
	uint8_t *b = packet_push(p, ARP_LEN);

	memcpy(b, fixed, sizeof fixed);
	wire_put_u16(b + 6, a->operation);
	memcpy(b + 8, &a->sender_mac, sizeof a->sender_mac);
	wire_put_u32(b + 14, net_addr_to_ipv4(&a->sender_ip));
	memcpy(b + 18, &a->target_mac, sizeof a->target_mac);
	wire_put_u32(b + 24, net_addr_to_ipv4(&a->target_ip));
}
