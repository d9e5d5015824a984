/* SPDX-License-Identifier: Apache-2.0 */
/* Labels of a border router's own, a label for each next hop and label of others. */
#include "models/bgp/bgp_label.h"
#include "models/bgp/bgp_label_shared.h"
#include "models/fwd/lfib.h"
#include "models/rib/label.h"
#include "tests/models/bgp/border_lab.h"
#include "tests/testing.h"

static Lab *lab;

static void setup(void)
{
	lab = border_lab_new(BGP_LABEL_PER_NEXT_HOP);
}

static void teardown(void)
{
	lab_free(lab);
}

static void expect_fec(uint32_t label, const char *text)
{
	g_autoptr(GString) fec = g_string_new(NULL);

	fwd_lfib_append_fec(fwd_lfib_get(lab_router(lab, 2)->fwd, label), fec);
	ck_assert_str_eq(fec->str, text);
}

START_TEST(routes_with_one_next_hop_and_label_share_one_until_the_last_has_gone)
{
	border_originate(lab, "10.77.0.0/16", 100);
	border_originate(lab, "10.78.0.0/16", 100);
	border_originate(lab, "10.79.0.0/16", 101);
	ck_assert_uint_eq(border_told(lab, "10.77.0.0/16"), 16);
	ck_assert_uint_eq(border_told(lab, "10.78.0.0/16"), 16);
	ck_assert_uint_eq(border_told(lab, "10.79.0.0/16"), 17);
	ck_assert_uint_eq(border_swapped(lab, 16), 100);
	ck_assert_uint_eq(border_swapped(lab, 17), 101);
	expect_fec(16, "10.0.0.1/32");
	border_withdraw(lab, "10.77.0.0/16");
	ck_assert_uint_eq(border_told(lab, "10.77.0.0/16"), NET_LABEL_NONE);
	ck_assert_uint_eq(border_swapped(lab, 16), 100);
	border_withdraw(lab, "10.78.0.0/16");
	ck_assert_uint_eq(border_swapped(lab, 16), NET_LABEL_NONE);
	ck_assert_uint_eq(border_swapped(lab, 17), 101);
}
END_TEST

START_TEST(a_route_that_comes_with_another_label_goes_over_to_another_one)
{
	border_originate(lab, "10.77.0.0/16", 100);
	border_originate(lab, "10.78.0.0/16", 100);
	border_originate(lab, "10.77.0.0/16", 101);
	ck_assert_uint_eq(border_told(lab, "10.77.0.0/16"), 17);
	ck_assert_uint_eq(border_told(lab, "10.78.0.0/16"), 16);
	ck_assert_uint_eq(border_swapped(lab, 16), 100);
	ck_assert_uint_eq(border_swapped(lab, 17), 101);
	border_originate(lab, "10.78.0.0/16", 101);
	ck_assert_uint_eq(border_told(lab, "10.78.0.0/16"), 17);
	ck_assert_uint_eq(border_swapped(lab, 16), NET_LABEL_NONE);
}
END_TEST

START_TEST(where_there_is_none_left_those_that_can_share_are_told)
{
	rib_label_set_range(lab_router(lab, 2)->rib_node, 40, 40);
	border_originate(lab, "10.77.0.0/16", 100);
	border_originate(lab, "10.78.0.0/16", 101);
	border_originate(lab, "10.79.0.0/16", 100);
	ck_assert_uint_eq(border_told(lab, "10.77.0.0/16"), 40);
	ck_assert_uint_eq(border_told(lab, "10.78.0.0/16"), NET_LABEL_NONE);
	ck_assert_uint_eq(border_told(lab, "10.79.0.0/16"), 40);
	border_originate(lab, "10.79.0.0/16", 101);
	ck_assert_uint_eq(border_told(lab, "10.79.0.0/16"), NET_LABEL_NONE);
	border_withdraw(lab, "10.77.0.0/16");
	ck_assert_uint_eq(border_told(lab, "10.78.0.0/16"), 40);
	ck_assert_uint_eq(border_told(lab, "10.79.0.0/16"), 40);
	ck_assert_uint_eq(border_swapped(lab, 40), 101);
}
END_TEST

START_TEST(it_follows_the_lsp_to_the_next_hop)
{
	border_originate(lab, "10.77.0.0/16", 100);
	border_originate(lab, "10.78.0.0/16", 100);
	lab_set_lsp(lab, 2, 1, FALSE);
	border_run(lab);
	ck_assert_uint_eq(border_told(lab, "10.77.0.0/16"), NET_LABEL_NONE);
	ck_assert_uint_eq(border_swapped(lab, 16), NET_LABEL_NONE);
	lab_set_lsp(lab, 2, 1, TRUE);
	border_run(lab);
	ck_assert_uint_eq(border_told(lab, "10.77.0.0/16"), border_told(lab, "10.78.0.0/16"));
	ck_assert_uint_eq(border_swapped(lab, border_told(lab, "10.77.0.0/16")), 100);
}
END_TEST

START_TEST(it_goes_with_who_was_told)
{
	border_originate(lab, "10.77.0.0/16", 100);
	border_originate(lab, "10.78.0.0/16", 100);
	bgp_class.stop(lab_router(lab, 3)->bgp);
	border_run(lab);
	ck_assert_ptr_nonnull(border_path_at(lab, 2, "10.77.0.0/16"));
	ck_assert_uint_eq(border_swapped(lab, 16), NET_LABEL_NONE);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bgp_label_shared");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, routes_with_one_next_hop_and_label_share_one_until_the_last_has_gone);
	tcase_add_test(tc, a_route_that_comes_with_another_label_goes_over_to_another_one);
	tcase_add_test(tc, where_there_is_none_left_those_that_can_share_are_told);
	tcase_add_test(tc, it_follows_the_lsp_to_the_next_hop);
	tcase_add_test(tc, it_goes_with_who_was_told);
	return test_main("bgp_label_shared", tc);
}
