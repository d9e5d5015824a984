/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/models/wire/reencode_frame.h"

#include "models/wire/arp.h"
#include "models/wire/ethernet.h"
#include "models/wire/icmp.h"
#include "models/wire/ipv4.h"
#include "models/wire/mpls.h"
#include "models/wire/ospf2.h"
#include "models/wire/tcp.h"
#include "models/wire/udp.h"
#include "tests/models/wire/ldp_reencode.h"

#include <string.h>

#define IPV6_HEADER_LEN 40

/* Where the sender and the receiver of a transport's checksum stand. */
typedef struct Addresses {
	const NetAddr *src, *dst;
} Addresses;

static Packet *packet_from(WireWriter *w)
{
	size_t len;
	uint8_t *bytes = wire_writer_take(w, &len);
	Packet *p = packet_new(bytes, len);

	g_free(bytes);
	return p;
}

static Packet *again_arp(const uint8_t *bytes, size_t len, FrameSeen seen, WireError *error)
{
	ArpPacket arp;
	Packet *p;

	if (!arp_decode(bytes, len, &arp, error))
		return NULL;
	seen[FRAME_ARP]++;
	p = packet_new(bytes + ARP_LEN, len - ARP_LEN);
	arp_push(p, &arp);
	return p;
}

static Packet *again_icmp(const uint8_t *bytes, size_t len, FrameSeen seen, WireError *error)
{
	IcmpMessage m;
	Packet *p;

	if (!icmp_decode(bytes, len, &m, error))
		return NULL;
	seen[FRAME_ICMP]++;
	p = packet_new(m.payload, m.payload_len);
	icmp_push(p, &m);
	return p;
}

static Packet *again_ldp(const uint8_t *bytes, size_t len, FrameSeen seen, WireError *error)
{
	WireWriter w;
	LdpPdu pdu;

	if (ldp_pdu_decode(bytes, len, LDP_MAX_PDU_DEFAULT, &pdu, error) != LDP_FRAME_PDU)
		return NULL;
	seen[FRAME_LDP_HELLO]++;
	wire_writer_init(&w, SIZE_MAX);
	if (reencode_pdu(&w, &pdu, error))
		return packet_from(&w);
	wire_writer_clear(&w);
	return NULL;
}

static Packet *again_udp(const uint8_t *bytes, size_t len, Addresses a, FrameSeen seen,
			 WireError *error)
{
	UdpHeader h;
	Packet *p;

	if (!udp_decode(bytes, len, a.src, a.dst, &h, error))
		return NULL;
	bytes += UDP_HEADER_LEN;
	len = h.length - UDP_HEADER_LEN;
	p = h.dst_port == LDP_PORT ? again_ldp(bytes, len, seen, error) : packet_new(bytes, len);
	if (p)
		udp_push(p, &h, a.src, a.dst);
	return p;
}

static Packet *again_tcp(const uint8_t *bytes, size_t len, Addresses a, FrameSeen seen,
			 WireError *error)
{
	TcpHeader h;
	Packet *p;

	if (!tcp_hdr_decode(bytes, len, a.src, a.dst, &h, error))
		return NULL;
	seen[FRAME_TCP]++;
	seen[FRAME_TCP_OPTIONS] += (h.flags & TCP_SYN) && h.has_mss && h.has_window_scale &&
				   h.sack_permitted && h.has_timestamps;
	p = packet_new(bytes + h.header_len, len - h.header_len);
	tcp_hdr_push(p, &h, a.src, a.dst);
	return p;
}

/* The LSA is decoded and encoded again in place of the received bytes; *bytes is then to be freed. */
static gboolean again_lsa(Ospf2LsaBytes *at, uint8_t **bytes, WireError *error)
{
	Ospf2Lsa lsa;
	size_t len;

	*bytes = NULL;
	if (!ospf2_lsa_decode(at->bytes, at->header.length, &lsa, error))
		return FALSE;
	*bytes = ospf2_lsa_encode(&lsa, &len);
	ospf2_lsa_clear(&lsa);
	at->bytes = *bytes;
	at->header.length = (uint16_t)len;
	return TRUE;
}

static gboolean again_lsas(Ospf2Packet *packet, GPtrArray *bodies, FrameSeen seen, WireError *error)
{
	for (guint i = 0; packet->type == OSPF2_LS_UPDATE && i < packet->list->len; i++) {
		uint8_t *bytes;

		if (!again_lsa(&g_array_index(packet->list, Ospf2LsaBytes, i), &bytes, error))
			return FALSE;
		g_ptr_array_add(bodies, bytes);
		seen[FRAME_LSA]++;
	}
	return TRUE;
}

static Packet *again_ospf(const uint8_t *bytes, size_t len, FrameSeen seen, WireError *error)
{
	GPtrArray *bodies = g_ptr_array_new_with_free_func(g_free);
	Ospf2Packet packet;
	Packet *p = NULL;
	WireWriter w;

	if (ospf2_packet_decode(bytes, len, &packet, error)) {
		seen[FRAME_OSPF]++;
		if (packet.auth_type == OSPF2_AUTH_CRYPTOGRAPHIC) { /* the key is not known */
			seen[FRAME_KEPT]++;
			p = packet_new(bytes, len);
		} else if (again_lsas(&packet, bodies, seen, error)) {
			wire_writer_init(&w, SIZE_MAX);
			ospf2_packet_encode(&packet, &w);
			p = packet_from(&w);
		}
		ospf2_packet_clear(&packet);
	}
	g_ptr_array_free(bodies, TRUE);
	return p;
}

static Packet *again_transport(uint8_t protocol, const uint8_t *bytes, size_t len, Addresses a,
			       FrameSeen seen, WireError *error)
{
	switch (protocol) {
	case IP_PROTOCOL_ICMP:
		return again_icmp(bytes, len, seen, error);
	case IP_PROTOCOL_UDP:
		return again_udp(bytes, len, a, seen, error);
	case IP_PROTOCOL_TCP:
		return again_tcp(bytes, len, a, seen, error);
	case IP_PROTOCOL_OSPF:
		return again_ospf(bytes, len, seen, error);
	}
	seen[FRAME_KEPT]++;
	return packet_new(bytes, len);
}

static Packet *again_ipv4(const uint8_t *bytes, size_t len, FrameSeen seen, WireError *error)
{
	Ipv4Header h;
	Packet *p;

	if (!ipv4_decode(bytes, len, &h, error))
		return NULL;
	p = again_transport(h.protocol, bytes + h.header_len, ipv4_payload_len(&h),
			    (Addresses){&h.src, &h.dst}, seen, error);
	if (p)
		ipv4_push(p, &h);
	return p;
}

static Packet *again_ipv6(const uint8_t *bytes, size_t len, FrameSeen seen, WireError *error)
{
	NetAddr src, dst;
	WireReader r;
	Packet *p;

	wire_reader_init(&r, bytes, len);
	wire_skip(&r, 8);
	src = wire_read_ipv6(&r);
	dst = wire_read_ipv6(&r);
	if (!wire_reader_done(&r, error))
		return NULL;
	if (wire_get_u16(bytes + 4) != wire_left(&r)) {
		wire_error(error, 4, "IPv6 payload length is not what follows");
		return NULL;
	}
	seen[FRAME_IPV6]++;
	if (bytes[6] == IP_PROTOCOL_TCP) {
		p = again_tcp(r.pos, wire_left(&r), (Addresses){&src, &dst}, seen, error);
	} else {
		p = packet_new(r.pos, wire_left(&r));
		seen[FRAME_KEPT]++;
	}
	if (p)
		memcpy(packet_push(p, IPV6_HEADER_LEN), bytes, IPV6_HEADER_LEN);
	return p;
}

static Packet *again_mpls(const uint8_t *bytes, size_t len, FrameSeen seen, WireError *error)
{
	MplsEntry stack[LABEL_STACK_MAX];
	unsigned depth = 0;
	gboolean bottom;
	Packet *p;

	do {
		g_assert(depth < LABEL_STACK_MAX);
		if (!mpls_decode(bytes, len, &stack[depth++], &bottom, error))
			return NULL;
		bytes += MPLS_ENTRY_LEN;
		len -= MPLS_ENTRY_LEN;
	} while (!bottom);
	p = len > 0 && bytes[0] >> 4 == 6 ? again_ipv6(bytes, len, seen, error)
					  : again_ipv4(bytes, len, seen, error);
	if (!p)
		return NULL;
	seen[FRAME_MPLS]++;
	seen[FRAME_STACK] += depth > 1;
	for (bottom = TRUE; depth > 0; bottom = FALSE)
		mpls_push(p, &stack[--depth], bottom);
	return p;
}

Packet *reencode_frame(const uint8_t *bytes, size_t len, FrameSeen seen, WireError *error)
{
	EthernetHeader h;
	Packet *p;

	if (!ethernet_decode(bytes, len, &h, error))
		return NULL;
	bytes += h.header_len;
	if (h.type == ETHERNET_TYPE_ARP)
		p = again_arp(bytes, h.payload_len, seen, error);
	else if (h.type == ETHERNET_TYPE_IPV4)
		p = again_ipv4(bytes, h.payload_len, seen, error);
	else if (h.type == ETHERNET_TYPE_IPV6)
		p = again_ipv6(bytes, h.payload_len, seen, error);
	else if (h.type == ETHERNET_TYPE_MPLS)
		p = again_mpls(bytes, h.payload_len, seen, error);
	else {
		p = packet_new(bytes, h.payload_len);
		seen[FRAME_KEPT]++;
	}
	if (!p)
		return NULL;
	seen[FRAME_VLAN] += h.tagged != 0;
	ethernet_push(p, &h);
	return p;
}
