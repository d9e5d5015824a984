/* SPDX-License-Identifier: Apache-2.0 */
/* Next hops of routes and LSPs: several at once, labels lent by an LSP, what the FIB makes of them. */
#include "models/fwd/forward.h"
#include "tests/models/rib/rib_lab.h"
#include "tests/testing.h"

static RibLab *lab;

static void setup(void)
{
	lab = rib_lab_new();
	rib_lab_iface(lab, "a", NULL, "10.0.1.1/30");
	rib_lab_iface(lab, "b", NULL, "10.0.2.1/30");
	rib_lab_forget(lab);
}

static void teardown(void)
{
	rib_lab_free(lab);
}

START_TEST(equal_cost_hops_share)
{
	NetAddr dst = rib_lab_addr("10.1.2.3");
	unsigned via_a = 0;

	rib_lab_route(lab->rib, &lab->igp, "10.1.0.0/16", 110, 1, "10.0.1.2 a, 10.0.2.2 b");
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.1.2.3"), "10.0.1.2 a 10.0.2.2 b");
	for (uint32_t flow = 0; flow < 100; flow++) {
		FwdState state = {.dst = dst, .ip_ttl = 64, .flow_hash = flow * 2654435761u};
		FwdDecision decision;

		fwd_decide(lab->fwd, &state, &decision);
		ck_assert_int_eq(decision.verdict, FWD_FORWARD);
		via_a += decision.out->name[0] == 'a';
	}
	ck_assert_uint_gt(via_a, 25);
	ck_assert_uint_lt(via_a, 75);
}
END_TEST

START_TEST(a_hop_whose_interface_is_down_is_left_out)
{
	rib_lab_route(lab->rib, &lab->igp, "10.1.0.0/16", 110, 1, "10.0.1.2 a, 10.0.2.2 b");
	rib_lab_forget(lab);
	rib_lab_link(lab, "a", FWD_LINK_DOWN);
	rib_lab_expect(lab, "route remove 10.0.1.0/30 connected\n"
			    "route remove 10.0.1.1/32 local\n"
			    "route replace 10.1.0.0/16 ospf 10.0.2.2 b\n");
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.1.2.3"), "10.0.2.2 b");
	rib_lab_link(lab, "b", FWD_LINK_DOWN);
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.1.2.3"), "none");
	rib_lab_link(lab, "b", FWD_LINK_UP);
	rib_lab_forget(lab);
	rib_lab_link(lab, "a", FWD_LINK_UP);
	rib_lab_expect(lab, "route replace 10.1.0.0/16 ospf 10.0.1.2 a 10.0.2.2 b\n"
			    "route add 10.0.1.1/32 local local\n"
			    "route add 10.0.1.0/30 connected a\n");
}
END_TEST

START_TEST(an_lsp_lends_its_labels_to_the_same_neighbours)
{
	rib_lab_route(lab->rib, &lab->igp, "10.9.0.1/32", 110, 1, "10.0.1.2 a");
	rib_lab_lsp(lab->rib, &lab->ldp, "10.9.0.1/32", 1, "10.0.1.2 a push 17");
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.9.0.1"), "10.0.1.2 a push 17");
	/* The route itself has not changed. */
	rib_lab_expect(lab, "route add 10.9.0.1/32 ospf 10.0.1.2 a\n");
	rib_lab_route(lab->rib, &lab->igp, "10.9.0.1/32", 110, 1, "10.0.2.2 b");
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.9.0.1"), "10.0.2.2 b");
	rib_lab_route(lab->rib, &lab->igp, "10.9.0.1/32", 110, 1, "10.0.1.2 a");
	rib_lab_lsp(lab->rib, &lab->ldp, "10.9.0.1/32", 1, "10.0.1.2 a");
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.9.0.1"), "10.0.1.2 a");
	rib_lab_lsp(lab->rib, &lab->ldp, "10.9.0.1/32", 1, "10.0.1.2 a push 18");
	rib_lab_lsp_withdraw(lab->rib, &lab->ldp, "10.9.0.1/32");
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.9.0.1"), "10.0.1.2 a");
}
END_TEST

/* As to a static route, whose neighbour is known by its address alone; but not over another way to that address. */
START_TEST(an_lsp_lends_its_labels_to_a_neighbour_that_is_an_address)
{
	rib_lab_route(lab->rib, &lab->igp, "10.9.0.1/32", 110, 1, "via 10.0.1.2");
	rib_lab_lsp(lab->rib, &lab->ldp, "10.9.0.1/32", 1, "10.0.1.2 a push 17");
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.9.0.1"), "10.0.1.2 a push 17");
	rib_lab_lsp(lab->rib, &lab->ldp, "10.9.0.1/32", 1, "10.0.1.2 b push 17");
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.9.0.1"), "10.0.1.2 a");
	rib_lab_lsp(lab->rib, &lab->ldp, "10.9.0.1/32", 1, "10.0.2.2 b push 18");
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.9.0.1"), "10.0.1.2 a");
	rib_lab_route(lab->rib, &lab->igp, "10.0.1.2/32", 110, 1, "10.0.2.2 b");
	rib_lab_lsp(lab->rib, &lab->ldp, "10.9.0.1/32", 1, "10.0.1.2 a push 17");
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.9.0.1"), "10.0.2.2 b");
}
END_TEST

START_TEST(each_equal_cost_hop_gets_its_own_label_or_none)
{
	NetAddr dst = rib_lab_addr("10.9.0.1");
	const FwdNextHop *nh;

	rib_lab_route(lab->rib, &lab->igp, "10.9.0.1/32", 110, 1, "10.0.1.2 a, 10.0.2.2 b");
	rib_lab_lsp(lab->rib, &lab->ldp, "10.9.0.1/32", 1, "10.0.2.2 b push 18");
	nh = fwd_fib_lookup(rib_vrf(lab->rib), &dst);
	ck_assert_int_eq(nh->kind, FWD_NH_GROUP);
	ck_assert_uint_eq(nh->u.group.members[0]->push.depth, 0);
	ck_assert_uint_eq(nh->u.group.members[1]->push.depth, 1);
	ck_assert_uint_eq(nh->u.group.members[1]->push.label[0].value, 18);
	ck_assert_int_eq(nh->u.group.members[1]->push.label[0].kind, LABEL_KIND_LDP);
}
END_TEST

START_TEST(a_connected_route_takes_no_label)
{
	rib_lab_lsp(lab->rib, &lab->ldp, "10.0.1.0/30", 1, "10.0.2.2 b push 17");
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.0.1.2"), "a");
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.0.1.1"), "local");
}
END_TEST

START_TEST(the_preferred_lsp_lends)
{
	rib_lab_route(lab->rib, &lab->igp, "10.9.0.1/32", 110, 1, "10.0.1.2 a");
	rib_lab_lsp(lab->rib, &lab->ldp, "10.9.0.1/32", 9, "10.0.1.2 a push 17");
	rib_lab_lsp(lab->rib, &lab->ibgp, "10.9.0.1/32", 5, "10.0.1.2 a push 18");
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.9.0.1"), "10.0.1.2 a push 18");
	rib_lab_lsp(lab->rib, &lab->ibgp, "10.9.0.1/32", 9, "10.0.1.2 a push 18");
	/* Among equals the source that was there first: ibgp was made before ldp. */
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.9.0.1"), "10.0.1.2 a push 18");
	rib_lab_lsp_withdraw(lab->rib, &lab->ibgp, "10.9.0.1/32");
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.9.0.1"), "10.0.1.2 a push 17");
}
END_TEST

START_TEST(an_lsp_alone_makes_no_route)
{
	rib_lab_lsp(lab->rib, &lab->ldp, "10.9.0.1/32", 1, "10.0.1.2 a push 17");
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.9.0.1"), "none");
	rib_lab_expect(lab, "");
}
END_TEST

START_TEST(local_and_discard_need_nothing)
{
	rib_lab_route(lab->rib, &lab->igp, "10.5.0.0/16", 110, 1, "discard");
	rib_lab_route(lab->rib, &lab->igp, "10.6.0.1/32", 110, 1, "local");
	rib_lab_expect(lab, "route add 10.5.0.0/16 ospf discard\n"
			    "route add 10.6.0.1/32 ospf local\n");
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.5.0.1"), "drop");
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.6.0.1"), "local");
}
END_TEST

START_TEST(labels_of_the_route_itself_are_told_and_pushed)
{
	rib_lab_route(lab->rib, &lab->igp, "10.5.0.0/16", 110, 1, "10.0.1.2 a push 17 29");
	rib_lab_expect(lab, "route add 10.5.0.0/16 ospf 10.0.1.2 a/17/29\n");
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.5.0.1"), "10.0.1.2 a push 17/29");
	rib_lab_route(lab->rib, &lab->igp, "10.5.0.0/16", 110, 1, "10.0.1.2 a push 17 30");
	rib_lab_expect(lab, "route replace 10.5.0.0/16 ospf 10.0.1.2 a/17/30\n");
}
END_TEST

/* In all else the two are the same. */
START_TEST(a_route_that_comes_to_need_an_lsp_is_another_one)
{
	RibHop hop = {.kind = RIB_HOP_RECURSIVE, .in = lab->rib};
	RibRoute route = {.prefix = rib_lab_prefix("10.5.0.0/16"),
			  .source = &lab->ibgp,
			  .distance = 200,
			  .n_hops = 1,
			  .hops = &hop};

	hop.gateway = rib_lab_addr("10.9.0.1");
	rib_lab_route(lab->rib, &lab->igp, "10.9.0.1/32", 110, 2, "10.0.1.2 a");
	rib_route_update(lab->rib, &route);
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.5.0.1"), "10.0.1.2 a");
	hop.needs_lsp = TRUE;
	rib_route_update(lab->rib, &route);
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.5.0.1"), "none");
	ck_assert_str_eq(rib_lab_explain(lab, lab->rib, "10.5.0.1"), "no LSP to 10.9.0.1");
	hop.needs_lsp = FALSE;
	rib_route_update(lab->rib, &route);
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.5.0.1"), "10.0.1.2 a");
}
END_TEST

START_TEST(sixteen_hops_are_all_used)
{
	GString *hops = g_string_new(NULL);
	NetAddr dst = rib_lab_addr("10.5.0.1");

	for (unsigned i = 0; i < RIB_MAX_HOPS; i++)
		g_string_append_printf(hops, "%s10.0.1.%u a", i ? ", " : "", 2 + i);
	rib_lab_route(lab->rib, &lab->igp, "10.5.0.0/16", 110, 1, hops->str);
	ck_assert_uint_eq(fwd_fib_lookup(rib_vrf(lab->rib), &dst)->u.group.n, RIB_MAX_HOPS);
	rib_lab_link(lab, "a", FWD_LINK_DOWN);
	ck_assert_ptr_null(fwd_fib_lookup(rib_vrf(lab->rib), &dst));
	g_string_free(hops, TRUE);
}
END_TEST

static const FwdNextHop *object_of(const char *addr)
{
	NetAddr dst = rib_lab_addr(addr);

	return fwd_fib_lookup(rib_vrf(lab->rib), &dst);
}

/* Routes through the same neighbours lead to one object, whoever offers them; one that gets a label does not
 * take the others with it, and one that goes leaves it to them. */
START_TEST(routes_share_what_they_lead_to)
{
	const char *both = "10.0.1.2 a, 10.0.2.2 b";

	rib_lab_route(lab->rib, &lab->igp, "10.1.0.0/16", 110, 1, both);
	rib_lab_route(lab->rib, &lab->igp, "10.2.0.0/16", 110, 7, both);
	rib_lab_route(lab->rib, &lab->ebgp, "10.3.0.0/16", 1, 0, both);
	rib_lab_route(lab->rib, &lab->igp, "10.4.0.0/16", 110, 1, "10.0.1.2 a");
	rib_lab_route(lab->rib, &lab->igp, "10.5.0.0/16", 110, 1, "10.0.1.2 a push 17");
	ck_assert_ptr_eq(object_of("10.1.0.1"), object_of("10.2.0.1"));
	ck_assert_ptr_eq(object_of("10.1.0.1"), object_of("10.3.0.1"));
	ck_assert_ptr_ne(object_of("10.1.0.1"), object_of("10.4.0.1"));
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.4.0.1"), "10.0.1.2 a");
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.5.0.1"), "10.0.1.2 a push 17");

	rib_lab_lsp(lab->rib, &lab->ldp, "10.4.0.0/16", 1, "10.0.1.2 a push 18");
	rib_lab_route(lab->rib, &lab->igp, "10.6.0.0/16", 110, 1, "10.0.1.2 a");
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.4.0.1"), "10.0.1.2 a push 18");
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.6.0.1"), "10.0.1.2 a");

	rib_lab_withdraw(lab->rib, &lab->igp, "10.1.0.0/16");
	rib_lab_withdraw(lab->rib, &lab->ebgp, "10.3.0.0/16");
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.1.0.1"), "none");
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.2.0.1"), "10.0.1.2 a 10.0.2.2 b");
	rib_lab_link(lab, "a", FWD_LINK_DOWN);
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.2.0.1"), "10.0.2.2 b");
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("rib_hops");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, equal_cost_hops_share);
	tcase_add_test(tc, a_hop_whose_interface_is_down_is_left_out);
	tcase_add_test(tc, an_lsp_lends_its_labels_to_the_same_neighbours);
	tcase_add_test(tc, an_lsp_lends_its_labels_to_a_neighbour_that_is_an_address);
	tcase_add_test(tc, each_equal_cost_hop_gets_its_own_label_or_none);
	tcase_add_test(tc, a_connected_route_takes_no_label);
	tcase_add_test(tc, the_preferred_lsp_lends);
	tcase_add_test(tc, an_lsp_alone_makes_no_route);
	tcase_add_test(tc, local_and_discard_need_nothing);
	tcase_add_test(tc, labels_of_the_route_itself_are_told_and_pushed);
	tcase_add_test(tc, a_route_that_comes_to_need_an_lsp_is_another_one);
	tcase_add_test(tc, sixteen_hops_are_all_used);
	tcase_add_test(tc, routes_share_what_they_lead_to);
	return test_main("rib_hops", tc);
}
