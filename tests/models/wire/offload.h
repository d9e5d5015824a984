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

/* Where the IPv4 packet of the frame begins, behind a label stack or not; 0 where it has none. */
static inline size_t offload_find_ipv4(const uint8_t *frame, size_t len)
{
	EthernetHeader h;
	gboolean bottom;
	MplsEntry e;
	size_t at;

	if (!ethernet_decode(frame, len, &h, NULL))
		return 0;
	at = h.header_len;
	if (h.type == ETHERNET_TYPE_IPV4)
		return at;
	if (h.type != ETHERNET_TYPE_MPLS)
		return 0;
	do {
		if (!mpls_decode(frame + at, len - at, &e, &bottom, NULL))
			return 0;
		at += MPLS_ENTRY_LEN;
	} while (!bottom);
	return at;
}

/* TRUE where the frame's checksum was not complete, and now is. */
static inline gboolean offload_complete(uint8_t *frame, size_t len)
{
	size_t at = offload_find_ipv4(frame, len), field, payload_len;
	uint16_t pseudo;
	Ipv4Header ip;

	if (!at || !ipv4_decode(frame + at, len - at, &ip, NULL))
		return FALSE;
	payload_len = ipv4_payload_len(&ip);
	field = ip.protocol == IP_PROTOCOL_TCP ? 16 : ip.protocol == IP_PROTOCOL_UDP ? 6 : 0;
	if (field == 0 || payload_len < field + 2)
		return FALSE;
	at += ip.header_len;
	pseudo = (uint16_t)~wire_checksum_finish(
		ip_pseudo_sum(&ip.src, &ip.dst, ip.protocol, payload_len));
	if (wire_get_u16(frame + at + field) != pseudo)
		return FALSE;
	/* The field holds the pseudo header's sum, so summing over it takes that in. */
	wire_put_u16(frame + at + field,
		     wire_checksum_finish(wire_checksum_add(0, frame + at, payload_len)));
	return TRUE;
}

#endif
