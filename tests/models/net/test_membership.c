/* SPDX-License-Identifier: Apache-2.0 */
#include "models/net/membership.h"
#include "tests/testing.h"

static const struct {
	uint32_t as_number;
	const char *rt, *text;
} vectors[] = {
	{65000, "65000:27", "65000:65000:27/96"},
	{4294967295, "10.0.0.1:27", "4294967295:10.0.0.1:27/96"},
	{1, "65536:65535", "1:65536:65535/96"},
	{0, "1L:1", "0:1L:1/96"},
};

START_TEST(all_bits)
{
	char text[NET_PREFIX_STRLEN];
	NetRt rt;

	ck_assert(net_rt_parse(vectors[_i].rt, &rt));
	NetPrefix p = net_membership(vectors[_i].as_number, rt);
	ck_assert_str_eq(net_prefix_str(&p, text), vectors[_i].text);
	ck_assert_uint_eq(net_membership_as(&p), vectors[_i].as_number);
	ck_assert_uint_eq(net_membership_rt(&p), rt);
	ck_assert_uint_eq(net_membership_rt_bits(&p), 64);
	ck_assert(net_prefix_is_host(&p));
}
END_TEST

/* What is cut off is 0, as in every prefix. */
START_TEST(shorter)
{
	char text[NET_PREFIX_STRLEN];
	NetPrefix whole, p;
	NetRt rt;

	ck_assert(net_rt_parse("65000:27", &rt));
	whole = net_membership(65000, rt);
	p = net_prefix(&whole.addr, 64);
	ck_assert_str_eq(net_prefix_str(&p, text), "65000:65000:0/64");
	ck_assert_uint_eq(net_membership_rt_bits(&p), 32);
	p = net_prefix(&whole.addr, 32);
	ck_assert_str_eq(net_prefix_str(&p, text), "65000:0:0/32");
	ck_assert_uint_eq(net_membership_rt_bits(&p), 0);
	p = net_prefix(&whole.addr, 0);
	ck_assert_str_eq(net_prefix_str(&p, text), "0:0:0/0");
	ck_assert_uint_eq(net_membership_rt_bits(&p), 0);
}
END_TEST

/* No route target at all: the octets as they are. */
START_TEST(other_community)
{
	char text[NET_PREFIX_STRLEN];
	NetPrefix p = net_membership(4294967295, UINT64_C(0xffffffffffffffff));

	ck_assert_str_eq(net_prefix_str(&p, text), "4294967295:0xffffffffffffffff/96");
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("membership");

	tcase_add_loop_test(tc, all_bits, 0, G_N_ELEMENTS(vectors));
	tcase_add_test(tc, shorter);
	tcase_add_test(tc, other_community);
	return test_main("membership", tc);
}
