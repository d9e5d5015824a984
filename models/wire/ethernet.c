/* SPDX-License-Identifier: Apache-2.0 */
#include "models/wire/ethernet.h"

#include <string.h>

const char *ethernet_type_name(uint16_t type)
{
	static const struct {
		uint16_t type;
		const char *name;
	} names[] = {
		{ETHERNET_TYPE_IPV4, "ipv4"}, {ETHERNET_TYPE_ARP, "arp"},
		{ETHERNET_TYPE_VLAN, "vlan"}, {ETHERNET_TYPE_IPV6, "ipv6"},
		{ETHERNET_TYPE_MPLS, "mpls"},
	};

	if (type < ETHERNET_TYPE_MIN)
		return "802.3";
	for (unsigned i = 0; i < G_N_ELEMENTS(names); i++) {
		if (names[i].type == type)
			return names[i].name;
	}
	return NULL;
}

gboolean ethernet_decode(const uint8_t *bytes, size_t len, EthernetHeader *out, WireError *error)
{
	if (len < ETHERNET_HEADER_LEN)
		return wire_error(error, len, "frame is shorter than an Ethernet header");
	memcpy(&out->dst, bytes, sizeof out->dst);
	memcpy(&out->src, bytes + 6, sizeof out->src);
	out->type = wire_get_u16(bytes + 12);
	out->header_len = ETHERNET_HEADER_LEN;
	out->tagged = out->type == ETHERNET_TYPE_VLAN;
	out->tag = 0;
	if (out->tagged) {
		out->header_len += ETHERNET_TAG_LEN;
		if (len < out->header_len)
			return wire_error(error, len, "frame ends within its VLAN tag");
		out->tag = wire_get_u16(bytes + 14);
		out->type = wire_get_u16(bytes + 16);
	}
	out->payload_len = len - out->header_len;
	if (!ethernet_is_llc(out))
		return TRUE;
	if (out->type > out->payload_len)
		return wire_error(error, out->header_len - 2u,
				  "802.3 length is more than the frame");
	out->payload_len = out->type;
	return TRUE;
}

void ethernet_push(Packet *p, const EthernetHeader *h)
{
	uint8_t *b = packet_push(p, ETHERNET_HEADER_LEN + (h->tagged ? ETHERNET_TAG_LEN : 0));

	memcpy(b, &h->dst, sizeof h->dst);
	memcpy(b + 6, &h->src, sizeof h->src);
	b += 12;
	if (h->tagged) {
		wire_put_u16(b, ETHERNET_TYPE_VLAN);
		wire_put_u16(b + 2, h->tag);
		b += ETHERNET_TAG_LEN;
	}
	wire_put_u16(b, h->type);
}
