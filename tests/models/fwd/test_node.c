/* SPDX-License-Identifier: Apache-2.0 */
#include "models/fwd/node.h"
#include "tests/models/fwd/lab.h"
#include "tests/testing.h"

START_TEST(names_of_addresses)
{
	Lab *lab = lab_new();
	NetAddr a = lab_addr("10.0.0.1"), b = lab_addr("2001:db8::1");

	ck_assert_ptr_null(fwd_net_address_name(lab->net, &a));
	fwd_net_name_address(lab->net, &a, "PE-1");
	fwd_net_name_address(lab->net, &a, "PE-2");
	fwd_net_name_address(lab->net, &b, "PE-3");
	ck_assert_str_eq(fwd_net_address_name(lab->net, &a), "PE-2");
	ck_assert_str_eq(fwd_net_address_name(lab->net, &b), "PE-3");
	lab_free(lab);
}
END_TEST

START_TEST(vrfs)
{
	Lab *lab = lab_new();
	FwdNode *node = lab_node(lab, "PE-1");
	FwdVrf *red = fwd_node_add_vrf(node, "red");

	ck_assert_ptr_eq(fwd_node_vrf(node, "red"), red);
	ck_assert_ptr_null(fwd_node_vrf(node, "blue"));
	ck_assert_ptr_eq(fwd_node_vrf(node, NULL), fwd_node_global(node));
	ck_assert_uint_eq(red->id, 1);
	ck_assert_ptr_eq(red->node, node);
	lab_free(lab);
}
END_TEST

START_TEST(ttl_models)
{
	FwdTtlModel model;

	ck_assert(fwd_ttl_model_parse("pipe", &model) && model == FWD_TTL_PIPE);
	ck_assert(fwd_ttl_model_parse(fwd_ttl_model_name(FWD_TTL_UNIFORM), &model));
	ck_assert_int_eq(model, FWD_TTL_UNIFORM);
	ck_assert(!fwd_ttl_model_parse("short-pipe", &model));
}
END_TEST

START_TEST(fib)
{
	Lab *lab = lab_new();
	FwdNode *node = lab_node(lab, "PE-1");
	FwdVrf *global = fwd_node_global(node), *red = fwd_node_add_vrf(node, "red");
	NetPrefix all = lab_prefix("0.0.0.0/0"), ten = lab_prefix("10.0.0.0/8");
	NetPrefix six = lab_prefix("2001:db8::/32");
	NetAddr in = lab_addr("10.1.1.1"), out = lab_addr("11.1.1.1");
	NetAddr in6 = lab_addr("2001:db8::1");
	FwdNextHop *a = fwd_nexthop_local(), *b = fwd_nexthop_local();

	fwd_fib_set(global, &all, a);
	fwd_fib_set(global, &ten, b);
	fwd_fib_set(global, &six, b);
	ck_assert_ptr_eq(fwd_fib_lookup(global, &in), b);
	ck_assert_ptr_eq(fwd_fib_lookup(global, &out), a);
	ck_assert_ptr_eq(fwd_fib_lookup(global, &in6), b);
	ck_assert_ptr_null(fwd_fib_lookup(red, &in));
	ck_assert_ptr_null(fwd_fib_lookup(global, &net_addr_none));
	fwd_fib_set(global, &ten, b); /* the same again */
	ck_assert_uint_eq(b->refs, 3);
	fwd_fib_set(global, &ten, NULL);
	ck_assert_ptr_eq(fwd_fib_lookup(global, &in), a);
	fwd_nexthop_unref(a);
	fwd_nexthop_unref(b);
	lab_free(lab);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("node");

	tcase_add_test(tc, names_of_addresses);
	tcase_add_test(tc, vrfs);
	tcase_add_test(tc, ttl_models);
	tcase_add_test(tc, fib);
	return test_main("node", tc);
}
