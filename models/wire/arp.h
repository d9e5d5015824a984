/* SPDX-License-Identifier: Apache-2.0 */
/* ARP for IPv4 over Ethernet (RFC 826). Other hardware or protocol types are decoding errors. */
#ifndef WIRE_ARP_H
#define WIRE_ARP_H

#include "models/net/packet.h"
#include "models/wire/cursor.h"

enum { ARP_LEN = 28 };

typedef enum { ARP_REQUEST = 1, ARP_REPLY = 2 } ArpOperation;

/* "request", "reply"; NULL for what is not known. */
const char *arp_operation_name(uint16_t operation);

typedef struct ArpPacket {
	uint16_t operation; /* ArpOperation */
	NetMac sender_mac, target_mac;
	NetAddr sender_ip, target_ip;
} ArpPacket;

/* Bytes past the first 28 are padding and not looked at. */
gboolean arp_decode(const uint8_t *bytes, size_t len, ArpPacket *out, WireError *error);
/* Prepends the 28 bytes. p is writable. */
void arp_push(Packet *p, const ArpPacket *a);

#endif
