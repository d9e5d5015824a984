/* SPDX-License-Identifier: Apache-2.0 */
#include "models/wire/icmp.h"
#include "models/wire/icmp_extension.h"
#include "tests/testing.h"

#include <string.h>

/* The message encoded, and decoded again into *out; the packet is the caller's. */
static Packet *round_trip(const IcmpMessage *m, const char *payload, IcmpMessage *out)
{
	Packet *p = packet_new(payload, strlen(payload));

	icmp_push(p, m);
	ck_assert_uint_eq(packet_len(p), ICMP_HEADER_LEN + strlen(payload));
	ck_assert(icmp_decode(packet_data(p), packet_len(p), out, NULL));
	ck_assert_uint_eq(out->type, m->type);
	ck_assert_uint_eq(out->code, m->code);
	ck_assert_uint_eq(out->payload_len, strlen(payload));
	ck_assert_mem_eq(out->payload, payload, strlen(payload));
	return p;
}

START_TEST(echo)
{
	IcmpMessage m = {.type = ICMP_ECHO, .id = 0x1234, .sequence = 1}, out;
	Packet *p = round_trip(&m, "abc", &out);

	ck_assert_mem_eq(packet_data(p),
			 "\x08\x00\x21\x68\x12\x34\x00\x01"
			 "abc",
			 11);
	ck_assert_uint_eq(out.id, 0x1234);
	ck_assert_uint_eq(out.sequence, 1);
	packet_data(p)[8] ^= 1;
	ck_assert(!icmp_decode(packet_data(p), packet_len(p), &out, NULL));
	packet_data(p)[8] ^= 1;
	for (size_t len = 0; len < packet_len(p); len++)
		ck_assert(!icmp_decode(packet_data(p), len, &out, NULL));
	packet_unref(p);
}
END_TEST

/* Only "fragmentation needed" has an MTU; in all other errors the four bytes are unused. */
START_TEST(errors)
{
	IcmpMessage m = {.type = ICMP_UNREACHABLE,
			 .code = ICMP_FRAGMENTATION_NEEDED,
			 .next_hop_mtu = 1492,
			 .id = 7},
		    out;
	Packet *p = round_trip(&m, "original", &out);

	ck_assert_uint_eq(out.next_hop_mtu, 1492);
	ck_assert_uint_eq(out.id, 0);
	ck_assert_mem_eq(packet_data(p) + 4, "\0\0\x05\xd4", 4);
	packet_unref(p);
	m.code = ICMP_PORT_UNREACHABLE;
	p = round_trip(&m, "original", &out);
	ck_assert_mem_eq(packet_data(p) + 4, "\0\0\0\0", 4);
	packet_unref(p);
	m = (IcmpMessage){.type = ICMP_TIME_EXCEEDED, .code = ICMP_TTL_EXCEEDED, .sequence = 7};
	p = round_trip(&m, "", &out);
	ck_assert_mem_eq(packet_data(p) + 4, "\0\0\0\0", 4);
	packet_unref(p);
}
END_TEST

/* What a router said when its way to 10.0.1.3 was gone: network unreachable, with the whole SYN. */
static const uint8_t unreachable[] = {
	0x03, 0x00, 0x6a, 0xf9, 0x00, 0x00, 0x00, 0x00, 0x45, 0xc0, 0x00, 0x3c, 0xa8, 0xc0,
	0x40, 0x00, 0xff, 0x06, 0xbc, 0x37, 0x0a, 0x00, 0x01, 0x01, 0x0a, 0x00, 0x01, 0x03,
	0x9d, 0x2d, 0x00, 0xb3, 0xc2, 0x6b, 0x31, 0xe5, 0x00, 0x00, 0x00, 0x00, 0xa0, 0x02,
	0xfa, 0xf0, 0x16, 0x32, 0x00, 0x00, 0x02, 0x04, 0x05, 0xb4, 0x04, 0x02, 0x08, 0x0a,
	0x4f, 0x28, 0xe7, 0xb8, 0x00, 0x00, 0x00, 0x00, 0x01, 0x03, 0x03, 0x07};

START_TEST(from_a_router)
{
	Packet *p;
	IcmpMessage m;

	ck_assert(icmp_decode(unreachable, sizeof unreachable, &m, NULL));
	ck_assert_uint_eq(m.type, ICMP_UNREACHABLE);
	ck_assert_uint_eq(m.code, ICMP_NET_UNREACHABLE);
	ck_assert_uint_eq(m.payload_len, 60);
	p = packet_new(m.payload, m.payload_len);
	icmp_push(p, &m);
	ck_assert_uint_eq(packet_len(p), sizeof unreachable);
	ck_assert_mem_eq(packet_data(p), unreachable, sizeof unreachable);
	packet_unref(p);
	for (size_t len = 0; len < sizeof unreachable; len++) {
		uint8_t *cut = g_memdup2(unreachable, len);

		ck_assert(!icmp_decode(cut, len, &m, NULL));
		g_free(cut);
	}
}
END_TEST

/* RFC 4884 and 4950, byte by byte: 128 bytes of the packet, padded, and two label stack entries. */
START_TEST(error_with_labels)
{
	static const char extension[] = "\x20\x00\xf2\xef"                  /* version, checksum */
					"\x00\x0c\x01\x01"                  /* label stack object */
					"\x00\x01\x1a\x01\x00\x01\xd1\xff"; /* 17, 29 */
	IcmpMessage out,
		m = {
			.type = ICMP_UNREACHABLE,
			.code = ICMP_FRAGMENTATION_NEEDED,
			.next_hop_mtu = 1492,
			.depth = 2,
			.stack = {{.label = 17, .tc = 5, .ttl = 1}, {.label = 29, .ttl = 255}},
		};
	Packet *p = icmp_error_new(&m, (const uint8_t *)"original", 8, 500);
	const uint8_t *b = packet_data(p);

	ck_assert_uint_eq(packet_len(p), 8 + 128 + 16);
	ck_assert_mem_eq(b + 4, "\x00\x20\x05\xd4original\0\0", 14);
	ck_assert_mem_eq(b + 8 + 128, extension, 16);
	ck_assert(icmp_decode(b, packet_len(p), &out, NULL));
	ck_assert_uint_eq(out.next_hop_mtu, 1492);
	ck_assert_uint_eq(out.payload_len, 128);
	ck_assert_uint_eq(out.depth, 2);
	ck_assert_uint_eq(out.stack[0].label, 17);
	ck_assert_uint_eq(out.stack[0].tc, 5);
	ck_assert_uint_eq(out.stack[0].ttl, 1);
	ck_assert_uint_eq(out.stack[1].label, 29);
	ck_assert_uint_eq(out.stack[1].ttl, 255);
	packet_unref(p);
}
END_TEST

START_TEST(quote)
{
	static const uint8_t datagram[1000] = {[127] = 1, [128] = 2};
	IcmpMessage out, m = {.type = ICMP_TIME_EXCEEDED};
	Packet *p = icmp_error_new(&m, datagram, sizeof datagram, 548);

	ck_assert_uint_eq(packet_len(p), 8 + 548);
	packet_unref(p);
	m.depth = 1;
	p = icmp_error_new(&m, datagram, sizeof datagram, 548);
	ck_assert_uint_eq(packet_len(p), 8 + 128 + 12);
	ck_assert_uint_eq(packet_data(p)[8 + 127], 1);
	ck_assert(icmp_decode(packet_data(p), packet_len(p), &out, NULL));
	ck_assert_uint_eq(out.depth, 1);
	packet_unref(p);
}
END_TEST

static void put_checksum(Packet *p)
{
	uint8_t *b = packet_data(p);

	wire_put_u16(b + 2, 0);
	wire_put_u16(b + 2, wire_checksum_finish(wire_checksum_add(0, b, packet_len(p))));
}

/* What is wrong in the extension hides the labels, not the error. */
START_TEST(extension_that_is_not_sound)
{
	IcmpMessage out, m = {.type = ICMP_TIME_EXCEEDED, .depth = 1, .stack = {{.label = 17}}};
	const uint8_t datagram[28] = {0x45};
	Packet *p = icmp_error_new(&m, datagram, sizeof datagram, 548);

	packet_data(p)[8 + 128 + 11] ^= 1; /* the extension's checksum is wrong */
	put_checksum(p);
	ck_assert(icmp_decode(packet_data(p), packet_len(p), &out, NULL));
	ck_assert_uint_eq(out.depth, 0);
	ck_assert_uint_eq(out.payload_len, 128);
	packet_data(p)[5] = 255; /* longer than the message */
	put_checksum(p);
	ck_assert(icmp_decode(packet_data(p), packet_len(p), &out, NULL));
	ck_assert_uint_eq(out.depth, 0);
	ck_assert_uint_eq(out.payload_len, 128 + 12);
	packet_unref(p);
}
END_TEST

START_TEST(extension_objects)
{
	static const uint8_t two[] = {0x20, 0, 0, 0, 0, 8, 9, 1, 1,    2,
				      3,    4, 0, 8, 1, 1, 0, 1, 0x21, 7}; /* unknown; label 18 */
	MplsEntry stack[LABEL_STACK_MAX];
	WireError error;
	uint8_t depth;

	ck_assert(icmp_extension_decode(two, sizeof two, stack, &depth, NULL));
	ck_assert_uint_eq(depth, 1);
	ck_assert_uint_eq(stack[0].label, 18);
	for (size_t len = 0; len < sizeof two; len++) {
		uint8_t *cut = g_memdup2(two, len);
		gboolean whole = len == 4 || len == 12;

		ck_assert(icmp_extension_decode(cut, len, stack, &depth, &error) == whole);
		g_free(cut);
	}
}
END_TEST

START_TEST(types)
{
	static const uint8_t redirect[] = {5, 0, 0xfa, 0xff, 0, 0, 0, 0};
	IcmpMessage m;
	WireError error;

	ck_assert(!icmp_decode(redirect, sizeof redirect, &m, &error));
	ck_assert_str_eq(error.text, "ICMP type is unknown");
	ck_assert(icmp_is_error(ICMP_UNREACHABLE) && icmp_is_error(ICMP_TIME_EXCEEDED));
	ck_assert(!icmp_is_error(ICMP_ECHO) && !icmp_is_error(ICMP_ECHO_REPLY));
	ck_assert_str_eq(icmp_type_name(ICMP_TIME_EXCEEDED), "time-exceeded");
	ck_assert_ptr_null(icmp_type_name(5));
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("icmp");

	tcase_add_test(tc, echo);
	tcase_add_test(tc, errors);
	tcase_add_test(tc, from_a_router);
	tcase_add_test(tc, error_with_labels);
	tcase_add_test(tc, quote);
	tcase_add_test(tc, extension_that_is_not_sound);
	tcase_add_test(tc, extension_objects);
	tcase_add_test(tc, types);
	return test_main("icmp", tc);
}
