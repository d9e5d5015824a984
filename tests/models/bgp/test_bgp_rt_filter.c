/* SPDX-License-Identifier: Apache-2.0 */
#include "models/bgp/bgp_rt_filter.h"
#include "tests/testing.h"

static NetRt rt(const char *text)
{
	NetRt value;

	ck_assert(net_rt_parse(text, &value));
	return value;
}

/* The first len bits of the membership of AS 65001. */
static NetPrefix membership(const char *text, unsigned len)
{
	NetPrefix whole = net_membership(65001, rt(text));

	return net_prefix(&whole.addr, len);
}

static gboolean passes(const BgpRtFilter *filter, const char *text)
{
	NetRt value = rt(text);

	return bgp_rt_filter_passes(filter, &value, 1);
}

START_TEST(whole_targets)
{
	const NetPrefix wanted[] = {membership("65001:9", 96), membership("65001:7", 96),
				    membership("10.0.0.1:7", 96)};
	const NetRt two[] = {rt("65001:1"), rt("65001:9")};
	BgpRtFilter *filter = bgp_rt_filter_new(wanted, 3);

	ck_assert(passes(filter, "65001:7"));
	ck_assert(passes(filter, "65001:9"));
	ck_assert(passes(filter, "10.0.0.1:7"));
	ck_assert(!passes(filter, "65001:8"));
	ck_assert(!passes(filter, "65001L:7"));
	ck_assert(bgp_rt_filter_passes(filter, two, 2));
	ck_assert(!bgp_rt_filter_passes(filter, two, 1));
	ck_assert(!bgp_rt_filter_passes(filter, NULL, 0));
	bgp_rt_filter_unref(filter);
}
END_TEST

/* All that begin so: bits 32 to 95 are those of the route target. */
START_TEST(shorter_ones)
{
	const NetPrefix of_as = membership("65001:0", 64), even = membership("65002:8", 95);
	BgpRtFilter *filter = bgp_rt_filter_new(&of_as, 1);

	ck_assert(passes(filter, "65001:7"));
	ck_assert(passes(filter, "65001:4294967295"));
	ck_assert(!passes(filter, "65002:7"));
	bgp_rt_filter_unref(filter);
	filter = bgp_rt_filter_new(&even, 1);
	ck_assert(passes(filter, "65002:8"));
	ck_assert(passes(filter, "65002:9"));
	ck_assert(!passes(filter, "65002:10"));
	bgp_rt_filter_unref(filter);
}
END_TEST

/* RFC 4684 4: the default; and what has an AS number alone holds for all route targets, too. */
START_TEST(everything)
{
	static const unsigned lengths[] = {0, 32};
	NetPrefix all = membership("65001:1", lengths[_i]);
	BgpRtFilter *filter = bgp_rt_filter_new(&all, 1);

	ck_assert(passes(filter, "65009:7"));
	ck_assert(bgp_rt_filter_passes(filter, NULL, 0));
	bgp_rt_filter_unref(filter);
}
END_TEST

START_TEST(nothing_and_no_filter)
{
	BgpRtFilter *filter = bgp_rt_filter_new(NULL, 0);

	ck_assert(!passes(filter, "65001:7"));
	ck_assert(!bgp_rt_filter_passes(filter, NULL, 0));
	bgp_rt_filter_unref(filter);
	ck_assert(passes(NULL, "65001:7"));
	ck_assert(bgp_rt_filter_passes(NULL, NULL, 0));
}
END_TEST

/* Whatever the order, how often one is there, and of which AS it is. */
START_TEST(equal)
{
	NetPrefix one[] = {membership("65001:7", 96), membership("65001:8", 96),
			   net_membership(65002, rt("65001:7"))};
	NetPrefix other[] = {membership("65001:8", 96), membership("65001:7", 96)};
	BgpRtFilter *a = bgp_rt_filter_new(one, 3), *b = bgp_rt_filter_new(other, 2),
		    *c = bgp_rt_filter_new(other, 1), *none = bgp_rt_filter_new(NULL, 0);

	ck_assert(bgp_rt_filter_equal(a, b));
	ck_assert(!bgp_rt_filter_equal(a, c));
	ck_assert(!bgp_rt_filter_equal(c, none));
	ck_assert(bgp_rt_filter_equal(none, none));
	ck_assert_ptr_eq(bgp_rt_filter_ref(a), a);
	bgp_rt_filter_unref(a);
	bgp_rt_filter_unref(a);
	bgp_rt_filter_unref(b);
	bgp_rt_filter_unref(c);
	bgp_rt_filter_unref(none);
	bgp_rt_filter_unref(NULL);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bgp_rt_filter");

	tcase_add_test(tc, whole_targets);
	tcase_add_test(tc, shorter_ones);
	tcase_add_loop_test(tc, everything, 0, 2);
	tcase_add_test(tc, nothing_and_no_filter);
	tcase_add_test(tc, equal);
	return test_main("bgp_rt_filter", tc);
}
