/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_community.h"
#include "tests/testing.h"

#include <string.h>

static const struct {
	const char *text;
	gboolean ok;
	uint32_t value;
} communities[] = {
	{"65000:1", TRUE, 0xfde80001},
	{"0:0", TRUE, 0},
	{"65535:65535", TRUE, UINT32_MAX},
	{"4294967295", TRUE, UINT32_MAX},
	{"no-export", TRUE, 0xffffff01},
	{"no-advertise", TRUE, 0xffffff02},
	{"no-export-subconfed", TRUE, 0xffffff03},
	{"graceful-shutdown", TRUE, 0xffff0000},
	{"65536:1", FALSE, 0},
	{"1:65536", FALSE, 0},
	{"1:", FALSE, 0},
	{":1", FALSE, 0},
	{"1:2:3", FALSE, 0},
	{"local-as", FALSE, 0},
	{"", FALSE, 0},
};

START_TEST(one)
{
	for (unsigned i = 0; i < G_N_ELEMENTS(communities); i++) {
		uint32_t value = 0;

		ck_assert_msg(bgp_community_parse(communities[i].text, &value) == communities[i].ok,
			      "%s", communities[i].text);
		ck_assert_uint_eq(communities[i].ok ? value : 0, communities[i].value);
	}
}
END_TEST

START_TEST(large)
{
	static const uint8_t bytes[] = {0, 0, 0xfd, 0xe8, 0, 0, 0, 1, 0xff, 0xff, 0xff, 0xff};
	BgpLargeCommunity value, other;

	ck_assert(bgp_large_community_parse("65000:1:4294967295", &value));
	ck_assert_mem_eq(value.bytes, bytes, sizeof bytes);
	ck_assert(bgp_large_community_parse("65000:1:1", &other));
	ck_assert(bgp_large_communities_contain((BgpSpan){bytes, sizeof bytes}, &value));
	ck_assert(!bgp_large_communities_contain((BgpSpan){bytes, sizeof bytes}, &other));
	ck_assert(!bgp_large_community_parse("1:2", &value));
	ck_assert(!bgp_large_community_parse("1:2:3:4", &value));
	ck_assert(!bgp_large_community_parse("1:2:4294967296", &value));
	ck_assert(!bgp_large_community_parse("1::3", &value));
}
END_TEST

START_TEST(in_a_list)
{
	static const uint8_t bytes[] = {0, 1, 0, 2, 0, 3, 0, 4};
	BgpSpan span = {bytes, sizeof bytes}, none = {NULL, 0};

	ck_assert_uint_eq(bgp_communities_n(span, BGP_COMMUNITY_LEN), 2);
	ck_assert_uint_eq(bgp_community_at(span, BGP_COMMUNITY_LEN, 1), 0x30004);
	ck_assert_uint_eq(bgp_community_at(span, BGP_EXT_COMMUNITY_LEN, 0), 0x1000200030004);
	ck_assert(bgp_communities_contain(span, BGP_COMMUNITY_LEN, 0x10002));
	ck_assert(!bgp_communities_contain(span, BGP_COMMUNITY_LEN, 0x20003));
	ck_assert(!bgp_communities_contain(none, BGP_COMMUNITY_LEN, 0));
}
END_TEST

START_TEST(values)
{
	static const struct {
		const ConfigKind *kind;
		const char *text;
		unsigned n; /* UINT_MAX: it cannot be read */
	} cases[] = {
		{&bgp_config_communities, "", 0},
		{&bgp_config_communities, " 1:2  no-export ", 2},
		{&bgp_config_communities, "1:2 x", UINT_MAX},
		{&bgp_config_large_communities, "1:2:3 4:5:6", 2},
		{&bgp_config_large_communities, "1:2", UINT_MAX},
		{&bgp_config_as_numbers, "1 4294967295", 2},
		{&bgp_config_as_numbers, "0", UINT_MAX},
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		const ConfigField field = {"f", cases[i].kind, 0, NULL, "values"};
		GArray *member = NULL, **copy;
		gboolean ok = config_set(&field, cases[i].text, &member);

		ck_assert_msg(ok == (cases[i].n != UINT_MAX), "%s", cases[i].text);
		if (ok)
			ck_assert_uint_eq(member->len, cases[i].n);
		copy = config_copy(&field, 1, sizeof member, &member);
		config_clear(&field, 1, &member);
		config_clear(&field, 1, copy);
		g_free(copy);
	}
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bgp_community");

	tcase_add_test(tc, one);
	tcase_add_test(tc, large);
	tcase_add_test(tc, in_a_list);
	tcase_add_test(tc, values);
	return test_main("bgp_community", tc);
}
