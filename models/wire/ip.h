/* SPDX-License-Identifier: Apache-2.0 */
/* What IPv4 and IPv6 share: protocol numbers and the pseudo header of transport checksums. */
#ifndef WIRE_IP_H
#define WIRE_IP_H

#include "models/net/addr.h"

typedef enum {
	IP_PROTOCOL_ICMP = 1,
	IP_PROTOCOL_TCP = 6,
	IP_PROTOCOL_UDP = 17,
	IP_PROTOCOL_OSPF = 89,
} IpProtocol;

/* "icmp", "tcp" ...; NULL for what is not known. */
const char *ip_protocol_name(uint8_t protocol);

/* The sum of the pseudo header, to go on with by wire_checksum_add(). len is that of transport
 * header and data. src and dst are of one family (RFC 768, RFC 9293 3.1, RFC 8200 8.1). */
uint32_t ip_pseudo_sum(const NetAddr *src, const NetAddr *dst, uint8_t protocol, size_t len);

#endif
