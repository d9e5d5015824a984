/* SPDX-License-Identifier: Apache-2.0 */
#include "models/wire/ipv4.h"
#include "tests/testing.h"

#include <string.h>

/* Router alert, DF and MF, fragment at 8, one byte of payload. */
static Packet *sample(void)
{
	static const uint8_t alert[] = {0x94, 4, 0, 0};
	Packet *p = packet_new("x", 1);
	Ipv4Header h = {
		.src = net_addr_ipv4(0x0a000001),
		.dst = net_addr_ipv4(0xe0000005),
		.id = 0x1234,
		.fragment_offset = 1,
		.flags = IPV4_DF | IPV4_MF,
		.tos = 0xc0,
		.ttl = 1,
		.protocol = IP_PROTOCOL_OSPF,
		.options_len = sizeof alert,
		.options = alert,
	};

	ipv4_push(p, &h);
	return p;
}

START_TEST(layout)
{
	static const uint8_t expected[] = {0x46, 0xc0, 0,    25, 0x12, 0x34, 0x60, 0x01, 1,
					   89,   0xc7, 0x8c, 10, 0,    0,    1,    224,  0,
					   0,    5,    0x94, 4,  0,    0,    'x'};
	Packet *p = sample();
	Ipv4Header h;

	ck_assert_uint_eq(packet_len(p), sizeof expected);
	ck_assert_mem_eq(packet_data(p), expected, sizeof expected);
	ck_assert(ipv4_decode(packet_data(p), packet_len(p), &h, NULL));
	ck_assert_uint_eq(h.header_len, 24);
	ck_assert_uint_eq(h.total_len, 25);
	ck_assert_uint_eq(ipv4_payload_len(&h), 1);
	ck_assert_uint_eq(h.tos, 0xc0);
	ck_assert_uint_eq(h.id, 0x1234);
	ck_assert_uint_eq(h.flags, IPV4_DF | IPV4_MF);
	ck_assert_uint_eq(h.fragment_offset, 1);
	ck_assert_uint_eq(h.ttl, 1);
	ck_assert_uint_eq(h.protocol, IP_PROTOCOL_OSPF);
	ck_assert_uint_eq(net_addr_to_ipv4(&h.src), 0x0a000001);
	ck_assert_uint_eq(net_addr_to_ipv4(&h.dst), 0xe0000005);
	ck_assert_uint_eq(h.options_len, 4);
	ck_assert_mem_eq(h.options, "\x94\x04\0\0", 4);
	packet_unref(p);
}
END_TEST

/* Padding behind the total length is no error; every byte missing is. */
START_TEST(lengths)
{
	uint8_t padded[60] = {0};
	Packet *p = sample();
	Ipv4Header h;
	WireError error;

	memcpy(padded, packet_data(p), packet_len(p));
	ck_assert(ipv4_decode(padded, sizeof padded, &h, &error));
	ck_assert_uint_eq(h.total_len, 25);
	for (size_t len = 0; len < packet_len(p); len++)
		ck_assert(!ipv4_decode(padded, len, &h, &error));
	padded[0] = 0x66;
	ck_assert(!ipv4_decode(padded, sizeof padded, &h, &error));
	ck_assert_str_eq(error.text, "IP version is not 4");
	padded[0] = 0x44; /* header of 16 bytes */
	ck_assert(!ipv4_decode(padded, sizeof padded, &h, &error));
	ck_assert_str_eq(error.text, "IPv4 header length is wrong");
	padded[0] = 0x46;
	padded[3] = 23; /* less than the header */
	ck_assert(!ipv4_decode(padded, sizeof padded, &h, &error));
	ck_assert_str_eq(error.text, "IPv4 total length is wrong");
	padded[3] = 26; /* consistent in itself, but not what the checksum says */
	ck_assert(!ipv4_decode(padded, sizeof padded, &h, &error));
	ck_assert_str_eq(error.text, "IPv4 header checksum is wrong");
	packet_unref(p);
}
END_TEST

/* The updated checksum is the one computed anew, for every TTL and many other headers. */
START_TEST(ttl_in_place)
{
	for (unsigned id = 0; id < 0x10000; id += 0x101) {
		Packet *p = packet_new(NULL, 0);
		Ipv4Header h = {
			.src = net_addr_ipv4(0x0a000001),
			.dst = net_addr_ipv4(0xffff0000 | id),
			.id = (uint16_t)id,
			.ttl = 255,
			.protocol = 0xff,
		};

		ipv4_push(p, &h);
		for (unsigned ttl = 255; ttl > 0; ttl--) {
			ck_assert_uint_eq(ipv4_decrement_ttl(p), ttl - 1);
			ck_assert(ipv4_decode(packet_data(p), packet_len(p), &h, NULL));
			ck_assert_uint_eq(h.ttl, ttl - 1);
		}
		ipv4_set_ttl(p, 64);
		ck_assert(ipv4_decode(packet_data(p), packet_len(p), &h, NULL));
		ck_assert_uint_eq(h.ttl, 64);
		packet_unref(p);
	}
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("ipv4");

	tcase_add_test(tc, layout);
	tcase_add_test(tc, lengths);
	tcase_add_test(tc, ttl_in_place);
	return test_main("ipv4", tc);
}
