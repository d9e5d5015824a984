/* SPDX-License-Identifier: Apache-2.0 */
/* The base codecs against frames of real routers: what is decoded and encoded again, layer by layer
 * from the inside out, is the same frame; what is cut short is an error. */
#include "models/wire/arp.h"
#include "models/wire/ethernet.h"
#include "models/wire/icmp.h"
#include "models/wire/ipv4.h"
#include "models/wire/mpls.h"
#include "models/wire/tcp.h"
#include "models/wire/udp.h"
#include "tests/models/wire/offload.h"
#include "tests/support/capture.h"
#include "tests/testing.h"

#include <string.h>

static const char *const names[] = {
	"intra/c1b--pe1.pcapng",      "intra/c1r--pe1.pcapng", "intra/c2b--pe2.pcapng",
	"intra/c2r--pe2.pcapng",      "intra/p1--pe2.pcapng",  "intra/pe1--p1.pcapng",
	"optA/as1--as2.pcapng",       "optC/pe1--p1.pcapng",   "intra-bcast/p1--pe2.pcapng",
	"intra-bcast/pe1--p1.pcapng",
};

enum {
	SEEN_VLAN,
	SEEN_ARP,
	SEEN_MPLS,
	SEEN_STACK,
	SEEN_UDP,
	SEEN_TCP,
	SEEN_SYN,
	SEEN_OFFLOADED,
	SEEN_N
};
typedef unsigned Seen[SEEN_N];

/* All return the layer encoded again, NULL with *error where it does not decode. */

static Packet *again_arp(const uint8_t *bytes, size_t len, Seen seen, WireError *error)
{
	ArpPacket arp;
	Packet *p;

	if (!arp_decode(bytes, len, &arp, error))
		return NULL;
	seen[SEEN_ARP]++;
	p = packet_new(bytes + ARP_LEN, len - ARP_LEN);
	arp_push(p, &arp);
	return p;
}

static Packet *again_icmp(const uint8_t *bytes, size_t len, WireError *error)
{
	IcmpMessage m;
	Packet *p;

	if (!icmp_decode(bytes, len, &m, error))
		return NULL;
	p = packet_new(m.payload, m.payload_len);
	icmp_push(p, &m);
	return p;
}

static Packet *again_udp(const uint8_t *bytes, size_t len, const Ipv4Header *ip, Seen seen,
			 WireError *error)
{
	UdpHeader h;
	Packet *p;

	if (!udp_decode(bytes, len, &ip->src, &ip->dst, &h, error))
		return NULL;
	ck_assert_uint_eq(h.length, len);
	seen[SEEN_UDP]++;
	p = packet_new(bytes + UDP_HEADER_LEN, len - UDP_HEADER_LEN);
	udp_push(p, &h, &ip->src, &ip->dst);
	return p;
}

static Packet *again_tcp(const uint8_t *bytes, size_t len, const Ipv4Header *ip, Seen seen,
			 WireError *error)
{
	TcpHeader h;
	Packet *p;

	if (!tcp_hdr_decode(bytes, len, &ip->src, &ip->dst, &h, error))
		return NULL;
	seen[SEEN_TCP]++;
	seen[SEEN_SYN] += (h.flags & TCP_SYN) && h.has_mss && h.has_window_scale &&
			  h.sack_permitted && h.has_timestamps;
	p = packet_new(bytes + h.header_len, len - h.header_len);
	tcp_hdr_push(p, &h, &ip->src, &ip->dst);
	return p;
}

static Packet *again_ipv4(const uint8_t *bytes, size_t len, Seen seen, WireError *error)
{
	const uint8_t *payload;
	size_t payload_len;
	Ipv4Header h;
	Packet *p;

	if (!ipv4_decode(bytes, len, &h, error))
		return NULL;
	payload = bytes + h.header_len;
	payload_len = ipv4_payload_len(&h);
	if (h.protocol == IP_PROTOCOL_ICMP)
		p = again_icmp(payload, payload_len, error);
	else if (h.protocol == IP_PROTOCOL_UDP)
		p = again_udp(payload, payload_len, &h, seen, error);
	else if (h.protocol == IP_PROTOCOL_TCP)
		p = again_tcp(payload, payload_len, &h, seen, error);
	else
		p = packet_new(payload, payload_len);
	if (p)
		ipv4_push(p, &h);
	return p;
}

static Packet *again_mpls(const uint8_t *bytes, size_t len, Seen seen, WireError *error)
{
	MplsEntry stack[LABEL_STACK_MAX];
	unsigned depth = 0;
	gboolean bottom;
	Packet *p;

	do {
		ck_assert_uint_lt(depth, LABEL_STACK_MAX);
		if (!mpls_decode(bytes, len, &stack[depth++], &bottom, error))
			return NULL;
		bytes += MPLS_ENTRY_LEN;
		len -= MPLS_ENTRY_LEN;
	} while (!bottom);
	p = again_ipv4(bytes, len, seen, error);
	if (!p)
		return NULL;
	seen[SEEN_MPLS]++;
	seen[SEEN_STACK] += depth > 1;
	for (bottom = TRUE; depth > 0; bottom = FALSE)
		mpls_push(p, &stack[--depth], bottom);
	return p;
}

static Packet *again(const uint8_t *bytes, size_t len, Seen seen, WireError *error)
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
	else if (h.type == ETHERNET_TYPE_MPLS)
		p = again_mpls(bytes, h.payload_len, seen, error);
	else
		p = packet_new(bytes, h.payload_len);
	if (!p)
		return NULL;
	seen[SEEN_VLAN] += h.tagged != 0;
	ethernet_push(p, &h);
	return p;
}

START_TEST(same_bytes)
{
	Seen seen = {0};

	for (unsigned n = 0; n < G_N_ELEMENTS(names); n++) {
		Capture *c = capture_load(names[n]);

		for (unsigned i = 0; i < capture_size(c); i++) {
			const CaptureFrame *f = capture_frame(c, i);
			uint8_t *bytes = g_memdup2(f->bytes, f->len);
			WireError error = {0};
			Packet *p;

			seen[SEEN_OFFLOADED] += offload_complete(bytes, f->len) != 0;
			p = again(bytes, f->len, seen, &error);
			ck_assert_msg(p != NULL, "%s frame %u: %s", names[n], i + 1, error.text);
			ck_assert_msg(packet_len(p) == f->len &&
					      memcmp(packet_data(p), bytes, f->len) == 0,
				      "%s frame %u differs", names[n], i + 1);
			packet_unref(p);
			g_free(bytes);
		}
		capture_free(c);
	}
	for (unsigned i = 0; i < SEEN_N; i++)
		ck_assert_msg(seen[i] > 0, "no frame of kind %u", i);
}
END_TEST

static gboolean is_known(const CaptureFrame *f)
{
	EthernetHeader h;

	return ethernet_decode(f->bytes, f->len, &h, NULL) &&
	       (h.type == ETHERNET_TYPE_ARP || h.type == ETHERNET_TYPE_IPV4 ||
		h.type == ETHERNET_TYPE_MPLS);
}

/* The copies have the exact length on the heap, where the sanitizer sees every byte too many. */
START_TEST(every_truncation)
{
	Seen seen = {0};

	for (unsigned n = 0; n < G_N_ELEMENTS(names); n++) {
		Capture *c = capture_load(names[n]);

		for (unsigned i = 0; i < capture_size(c); i++) {
			const CaptureFrame *f = capture_frame(c, i);

			for (size_t len = 0; len < f->len && is_known(f); len++) {
				uint8_t *cut = g_memdup2(f->bytes, len);
				WireError error = {0};

				ck_assert_ptr_null(again(cut, len, seen, &error));
				ck_assert_ptr_nonnull(error.text);
				ck_assert_uint_le(error.offset, len);
				g_free(cut);
			}
		}
		capture_free(c);
	}
}
END_TEST

/* One bit wrong anywhere in an IPv4 packet of a known transport is noticed by some checksum, unless
 * it is in the lower layers. What does decode must encode. */
START_TEST(every_bit)
{
	Capture *c = capture_load("intra/pe1--p1.pcapng");
	Seen seen = {0};

	for (unsigned i = 0; i < capture_size(c); i++) {
		const CaptureFrame *f = capture_frame(c, i);
		uint8_t *bytes = g_memdup2(f->bytes, f->len);

		offload_complete(bytes, f->len);
		for (size_t bit = 0; bit < 8 * f->len; bit++) {
			Packet *p;

			bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
			p = again(bytes, f->len, seen, NULL);
			if (wire_get_u16(f->bytes + 12) == ETHERNET_TYPE_IPV4 &&
			    f->bytes[23] != IP_PROTOCOL_OSPF && bit >= 8 * ETHERNET_HEADER_LEN)
				ck_assert_ptr_null(p);
			packet_unref(p);
			bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
		}
		g_free(bytes);
	}
	capture_free(c);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("base_capture");

	tcase_set_timeout(tc, 60);
	tcase_add_test(tc, same_bytes);
	tcase_add_test(tc, every_truncation);
	tcase_add_test(tc, every_bit);
	return test_main("base_capture", tc);
}
