/* SPDX-License-Identifier: Apache-2.0 */
/* Every OSPF packet that real routers sent decodes, and encodes again to the same bytes. */
#include "models/wire/ethernet.h"
#include "models/wire/ipv4.h"
#include "models/wire/ospf2.h"
#include "tests/support/capture.h"
#include "tests/testing.h"

typedef struct Seen {
	unsigned packets[OSPF2_LS_ACK + 1];
	unsigned lsas[OSPF2_LSA_EXTERNAL + 1];
} Seen;

static void check_lsas(const Ospf2Packet *p, Seen *seen)
{
	for (unsigned i = 0; i < p->list->len; i++) {
		const Ospf2LsaBytes *in = &g_array_index(p->list, Ospf2LsaBytes, i);
		Ospf2Lsa lsa;
		size_t len;

		ck_assert(ospf2_lsa_checksum_ok(in->bytes, in->header.length));
		ck_assert(ospf2_lsa_decode(in->bytes, in->header.length, &lsa, NULL));
		uint8_t *bytes = ospf2_lsa_encode(&lsa, &len);
		ck_assert_uint_eq(len, in->header.length);
		ck_assert_mem_eq(bytes, in->bytes, len);
		g_free(bytes);
		ospf2_lsa_clear(&lsa);
		seen->lsas[in->header.key.type]++;
	}
}

static void check_packet(const uint8_t *bytes, size_t len, Seen *seen)
{
	Ospf2Packet p;
	WireError error = {0};
	WireWriter w;
	size_t out_len;

	ck_assert_msg(ospf2_packet_decode(bytes, len, &p, &error), "%s", error.text);
	if (p.type == OSPF2_LS_UPDATE)
		check_lsas(&p, seen);
	wire_writer_init(&w, SIZE_MAX);
	ospf2_packet_encode(&p, &w);
	uint8_t *out = wire_writer_take(&w, &out_len);
	ck_assert_uint_eq(out_len, len);
	ck_assert_mem_eq(out, bytes, len);
	seen->packets[p.type]++;
	g_free(out);
	ospf2_packet_clear(&p);
}

static void check_capture(const char *name, Seen *seen)
{
	Capture *capture = capture_load(name);

	for (unsigned i = 0; i < capture_size(capture); i++) {
		const CaptureFrame *frame = capture_frame(capture, i);
		EthernetHeader eth;
		Ipv4Header ip;
		if (!ethernet_decode(frame->bytes, frame->len, &eth, NULL) ||
		    eth.type != ETHERNET_TYPE_IPV4)
			continue;
		const uint8_t *bytes = frame->bytes + eth.header_len;
		ck_assert(ipv4_decode(bytes, frame->len - eth.header_len, &ip, NULL));
		if (ip.protocol == IP_PROTOCOL_OSPF)
			check_packet(bytes + ip.header_len, ipv4_payload_len(&ip), seen);
	}
	capture_free(capture);
}

START_TEST(intra)
{
	Seen seen = {0};

	check_capture("intra/pe1--p1.pcapng", &seen);
	check_capture("intra/p1--pe2.pcapng", &seen);
	for (unsigned type = OSPF2_HELLO; type <= OSPF2_LS_ACK; type++)
		ck_assert_uint_ge(seen.packets[type], 2);
	ck_assert_uint_ge(seen.lsas[OSPF2_LSA_ROUTER], 10);
}
END_TEST

/* The same routers on broadcast networks: Designated Routers, network-LSAs. */
START_TEST(intra_bcast)
{
	Seen seen = {0};

	check_capture("intra-bcast/pe1--p1.pcapng", &seen);
	check_capture("intra-bcast/p1--pe2.pcapng", &seen);
	for (unsigned type = OSPF2_HELLO; type <= OSPF2_LS_ACK; type++)
		ck_assert_uint_ge(seen.packets[type], 2);
	ck_assert_uint_ge(seen.lsas[OSPF2_LSA_NETWORK], 2);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("ospf2_capture");

	tcase_add_test(tc, intra);
	tcase_add_test(tc, intra_bcast);
	return test_main("ospf2_capture", tc);
}
