/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Ethernet frames without their check sequence: Ethernet II (RFC 894) and 802.3 with LLC, each with
 * at most one 802.1Q tag. The type field is an EtherType, or, below ETHERNET_TYPE_MIN, the length of
 * the LLC data that follows.
 */
#ifndef WIRE_ETHERNET_H
#define WIRE_ETHERNET_H

#include "models/net/packet.h"
#include "models/wire/cursor.h"

enum {
	ETHERNET_HEADER_LEN = 14,
	ETHERNET_TAG_LEN = 4,
	ETHERNET_MIN_LEN = 60,    /* shorter frames are padded with zeros */
	ETHERNET_TYPE_MIN = 1536, /* lower values are 802.3 lengths */
};

enum {
	ETHERNET_TYPE_IPV4 = 0x0800,
	ETHERNET_TYPE_ARP = 0x0806,
	ETHERNET_TYPE_VLAN = 0x8100,
	ETHERNET_TYPE_IPV6 = 0x86dd,
	ETHERNET_TYPE_MPLS = 0x8847,
};

/* "ipv4", "arp" ...; "802.3" for lengths, NULL for what is not known. */
const char *ethernet_type_name(uint16_t type);

typedef struct EthernetHeader {
	NetMac dst, src;
	gboolean tagged;
	uint16_t tag;  /* only where tagged: priority (3 bits), drop eligible (1), VLAN (12) */
	uint16_t type; /* behind the tag */
	/* Set by ethernet_decode(), not looked at by ethernet_push(). */
	uint8_t header_len;
	size_t payload_len; /* to the end of the frame; for 802.3 without the padding */
} EthernetHeader;

gboolean ethernet_decode(const uint8_t *bytes, size_t len, EthernetHeader *out, WireError *error);
/* Prepends the header. p is writable. */
void ethernet_push(Packet *p, const EthernetHeader *h);

static inline gboolean ethernet_is_llc(const EthernetHeader *h)
{
	return h->type < ETHERNET_TYPE_MIN;
}

#endif
