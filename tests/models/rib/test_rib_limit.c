/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/models/rib/rib_lab.h"
#include "tests/testing.h"

static RibLab *lab;
static Rib *vrf;

static void setup(void)
{
	lab = rib_lab_new();
	vrf = rib_lab_vrf(lab, "A");
}

static void teardown(void)
{
	rib_lab_free(lab);
}

static void limit(uint32_t most, gboolean warns)
{
	rib_set_limit(vrf, &(RibLimit){.most = most, .threshold = 75, .warns = warns});
}

static void put(const char *prefix)
{
	rib_lab_route(vrf, &lab->ebgp, prefix, 20, 0, "discard");
}

START_TEST(too_many_wait_for_room)
{
	limit(2, FALSE);
	put("10.1.0.0/16");
	put("10.2.0.0/16");
	put("10.3.0.0/16");
	put("10.4.0.0/16");
	ck_assert_uint_eq(rib_n_routes(vrf), 2);
	ck_assert_str_eq(rib_lab_best(lab, vrf, "10.3.0.0/16"), "none");
	ck_assert_str_eq(rib_lab_explain(lab, vrf, "10.3.0.1"),
			 "the table has 2 routes, as many as it may have");
	/* The first that was refused comes first. */
	rib_lab_withdraw(vrf, &lab->ebgp, "10.1.0.0/16");
	ck_assert_str_ne(rib_lab_best(lab, vrf, "10.3.0.0/16"), "none");
	ck_assert_str_eq(rib_lab_best(lab, vrf, "10.4.0.0/16"), "none");
	/* One that has gone itself does not wait any more. */
	rib_lab_withdraw(vrf, &lab->ebgp, "10.4.0.0/16");
	rib_lab_withdraw(vrf, &lab->ebgp, "10.2.0.0/16");
	ck_assert_uint_eq(rib_n_routes(vrf), 1);
}
END_TEST

START_TEST(what_is_there_may_change)
{
	limit(1, FALSE);
	put("10.1.0.0/16");
	rib_lab_route(vrf, &lab->igp, "10.1.0.0/16", 10, 0, "discard");
	ck_assert_str_eq(rib_lab_best(lab, vrf, "10.1.0.0/16"), "ospf 10/0");
	ck_assert_uint_eq(rib_n_routes(vrf), 1);
}
END_TEST

START_TEST(own_addresses_are_never_refused)
{
	limit(1, FALSE);
	put("10.1.0.0/16");
	rib_lab_iface(lab, "a", rib_vrf(vrf), "10.9.0.1/24");
	ck_assert_str_ne(rib_lab_best(lab, vrf, "10.9.0.0/24"), "none");
	ck_assert_uint_eq(rib_n_routes(vrf), 3);
}
END_TEST

START_TEST(a_warning_refuses_nothing)
{
	limit(1, TRUE);
	put("10.1.0.0/16");
	put("10.2.0.0/16");
	ck_assert_uint_eq(rib_n_routes(vrf), 2);
}
END_TEST

START_TEST(other_tables_have_no_limit)
{
	limit(1, FALSE);
	put("10.1.0.0/16");
	rib_lab_route(lab->rib, &lab->ebgp, "10.2.0.0/16", 20, 0, "discard");
	ck_assert_str_ne(rib_lab_best(lab, lab->rib, "10.2.0.0/16"), "none");
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("rib_limit");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, too_many_wait_for_room);
	tcase_add_test(tc, what_is_there_may_change);
	tcase_add_test(tc, own_addresses_are_never_refused);
	tcase_add_test(tc, a_warning_refuses_nothing);
	tcase_add_test(tc, other_tables_have_no_limit);
	return test_main("rib_limit", tc);
}
