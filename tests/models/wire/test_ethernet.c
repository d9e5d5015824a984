/* SPDX-License-Identifier: Apache-2.0 */
#include "models/wire/ethernet.h"
#include "tests/testing.h"

#include <string.h>

/* to 02:..:01, from 02:..:02, VLAN 100 with priority 6, IPv4 */
static const uint8_t tagged[] = {2, 0, 0,    0,    0,    1,    2,    0,    0,  0,
				 0, 2, 0x81, 0x00, 0xc0, 0x64, 0x08, 0x00, 'd'};

START_TEST(tag)
{
	EthernetHeader h;
	WireError error;
	Packet *p;

	ck_assert(ethernet_decode(tagged, sizeof tagged, &h, &error));
	ck_assert(h.tagged);
	ck_assert_uint_eq(h.tag, 0xc064);
	ck_assert_uint_eq(h.type, ETHERNET_TYPE_IPV4);
	ck_assert_uint_eq(h.header_len, 18);
	ck_assert_uint_eq(h.payload_len, 1);
	ck_assert_uint_eq(h.dst.bytes[5], 1);
	ck_assert_uint_eq(h.src.bytes[5], 2);
	p = packet_new("d", 1);
	ethernet_push(p, &h);
	ck_assert_uint_eq(packet_len(p), sizeof tagged);
	ck_assert_mem_eq(packet_data(p), tagged, sizeof tagged);
	packet_unref(p);
	for (size_t len = 0; len < 18; len++)
		ck_assert(!ethernet_decode(tagged, len, &h, &error));
}
END_TEST

/* 802.3: the type is a length, and what is behind it is padding. */
START_TEST(llc)
{
	uint8_t frame[ETHERNET_MIN_LEN] = {0x01, 0x80, 0xc2, 0, 0, 0x14, [12] = 0, [13] = 3};
	EthernetHeader h;
	WireError error;

	ck_assert(ethernet_decode(frame, sizeof frame, &h, &error));
	ck_assert(ethernet_is_llc(&h));
	ck_assert_uint_eq(h.payload_len, 3);
	ck_assert(ethernet_decode(frame, 17, &h, &error));
	ck_assert(!ethernet_decode(frame, 16, &h, &error));
	ck_assert_str_eq(error.text, "802.3 length is more than the frame");
	ck_assert_uint_eq(error.offset, 12);
	frame[12] = ETHERNET_TYPE_MIN >> 8;
	frame[13] = ETHERNET_TYPE_MIN & 0xff;
	ck_assert(ethernet_decode(frame, sizeof frame, &h, &error));
	ck_assert(!ethernet_is_llc(&h));
	ck_assert_uint_eq(h.payload_len, ETHERNET_MIN_LEN - ETHERNET_HEADER_LEN);
}
END_TEST

START_TEST(names)
{
	ck_assert_str_eq(ethernet_type_name(ETHERNET_TYPE_MPLS), "mpls");
	ck_assert_str_eq(ethernet_type_name(1535), "802.3");
	ck_assert_ptr_null(ethernet_type_name(1536));
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("ethernet");

	tcase_add_test(tc, tag);
	tcase_add_test(tc, llc);
	tcase_add_test(tc, names);
	return test_main("ethernet", tc);
}
