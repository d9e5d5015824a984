/* SPDX-License-Identifier: Apache-2.0 */
#include "models/wire/cursor.h"
#include "models/wire/ip.h"
#include "tests/testing.h"

/* The pseudo headers as the RFCs draw them. */
static const uint8_t layout4[] = {10, 0, 0, 1, 10, 0, 0, 2, 0, IP_PROTOCOL_UDP, 0x12, 0x34};
static const uint8_t layout6[] = {0x20, 1, 0x0d, 0xb8, 0,    0,    0,    0, 0,    0,
				  0,    0, 0,    0,    0,    1,    0x20, 1, 0x0d, 0xb8,
				  0,    0, 0,    0,    0,    0,    0,    0, 0,    0,
				  0,    2, 0,    1,    0x12, 0x34, 0,    0, 0,    IP_PROTOCOL_UDP};

static uint16_t sum(const char *src, const char *dst, size_t len)
{
	NetAddr a, b;

	ck_assert(net_addr_parse(src, &a) && net_addr_parse(dst, &b));
	return wire_checksum_finish(ip_pseudo_sum(&a, &b, IP_PROTOCOL_UDP, len));
}

START_TEST(pseudo_header)
{
	ck_assert_uint_eq(sum("10.0.0.1", "10.0.0.2", 0x1234),
			  wire_checksum_finish(wire_checksum_add(0, layout4, sizeof layout4)));
	ck_assert_uint_eq(sum("2001:db8::1", "2001:db8::2", 0x11234),
			  wire_checksum_finish(wire_checksum_add(0, layout6, sizeof layout6)));
}
END_TEST

START_TEST(names)
{
	ck_assert_str_eq(ip_protocol_name(IP_PROTOCOL_OSPF), "ospf");
	ck_assert_str_eq(ip_protocol_name(IP_PROTOCOL_TCP), "tcp");
	ck_assert_ptr_null(ip_protocol_name(255));
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("ip");

	tcase_add_test(tc, pseudo_header);
	tcase_add_test(tc, names);
	return test_main("ip", tc);
}
