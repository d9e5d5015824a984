/* SPDX-License-Identifier: Apache-2.0 */
#include "models/wire/icmp_quote.h"
#include "tests/testing.h"

/* An IP header of 96 bytes, with one word of options, then UDP 32768 to 33434. */
START_TEST(quotes)
{
	static const uint8_t bytes[] = {0x46, 0,  0,    96, 0,    0,    0, 0, 1, 17, 0,
					0,    10, 0,    0,  1,    10,   0, 0, 2, 1,  1,
					1,    0,  0x80, 0,  0x82, 0x9a, 0, 1, 2, 3};
	IcmpMessage message = {.payload = bytes, .payload_len = sizeof bytes};
	NetAddr src, dst;
	IcmpQuote quote;

	ck_assert(net_addr_parse("10.0.0.1", &src) && net_addr_parse("10.0.0.2", &dst));
	ck_assert(icmp_quote_read(&message, &quote));
	ck_assert_uint_eq(quote.len, 96);
	ck_assert_uint_eq(quote.protocol, 17);
	ck_assert(net_addr_equal(&quote.src, &src));
	ck_assert(net_addr_equal(&quote.dst, &dst));
	ck_assert_mem_eq(quote.head, bytes + 24, 8);
	while (message.payload_len-- > 0)
		ck_assert(!icmp_quote_read(&message, &quote));
}
END_TEST

START_TEST(a_header_too_short_to_be_one_is_none)
{
	uint8_t bytes[40] = {0x44};
	IcmpMessage message = {.payload = bytes, .payload_len = sizeof bytes};
	IcmpQuote quote;

	ck_assert(!icmp_quote_read(&message, &quote));
	bytes[0] = 0x45;
	ck_assert(icmp_quote_read(&message, &quote));
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("icmp_quote");

	tcase_add_test(tc, quotes);
	tcase_add_test(tc, a_header_too_short_to_be_one_is_none);
	return test_main("icmp_quote", tc);
}
