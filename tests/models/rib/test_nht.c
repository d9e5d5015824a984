/* SPDX-License-Identifier: Apache-2.0 */
#include "models/rib/nht.h"
#include "tests/models/fwd/watcher.h"
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

/* What a tracker says: "metric 7", or the reason why not. */
static const char *state_of(RibNht *nht)
{
	g_string_truncate(lab->text, 0);
	if (!rib_nht_resolved(nht)) {
		ck_assert_uint_eq(rib_nht_metric(nht), UINT32_MAX);
		rib_nht_append_reason(nht, lab->text);
		return lab->text->str;
	}
	rib_nht_append_reason(nht, lab->text);
	ck_assert_uint_eq(lab->text->len, 0);
	g_string_printf(lab->text, "metric %u", rib_nht_metric(nht));
	return lab->text->str;
}

static void log_change(RibNht *nht, void *user)
{
	g_string_append_printf(lab->log, "%s: %s\n", (const char *)user, state_of(nht));
}

static char one[] = "one", two[] = "two";

static RibNht *track(const char *addr, RibNhtMode mode)
{
	NetAddr a = rib_lab_addr(addr);

	return rib_nht_track(lab->rib, &a, mode, log_change, one);
}

static void untrack(RibNht *nht)
{
	rib_nht_untrack(nht, log_change, one);
}

START_TEST(trackers_are_shared)
{
	NetAddr addr = rib_lab_addr("10.9.0.1");
	RibNht *nht = track("10.9.0.1", RIB_NHT_ROUTE), *lsp = track("10.9.0.1", RIB_NHT_LSP);

	ck_assert_ptr_eq(track("10.9.0.1", RIB_NHT_ROUTE), nht);
	ck_assert_ptr_ne(lsp, nht);
	ck_assert(net_addr_equal(rib_nht_address(nht), &addr));
	untrack(nht);
	ck_assert_str_eq(state_of(nht), "no route to 10.9.0.1");
	untrack(nht);
	untrack(lsp);
}
END_TEST

START_TEST(watchers_are_told_of_state_and_metric_only)
{
	RibNht *nht = track("10.9.0.1", RIB_NHT_ROUTE);

	ck_assert_str_eq(state_of(nht), "no route to 10.9.0.1");
	rib_lab_expect(lab, "");
	rib_lab_route(lab->rib, &lab->igp, "10.9.0.0/16", 110, 7, "10.0.1.2 a");
	rib_lab_expect(lab, "route add 10.9.0.0/16 ospf 10.0.1.2 a\none: metric 7\n");
	rib_lab_route(lab->rib, &lab->igp, "10.9.0.0/16", 110, 7, "10.0.2.2 b");
	rib_lab_expect(lab, "route replace 10.9.0.0/16 ospf 10.0.2.2 b\n");
	rib_lab_route(lab->rib, &lab->igp, "10.9.0.1/32", 110, 3, "10.0.2.2 b");
	rib_lab_expect(lab, "route add 10.9.0.1/32 ospf 10.0.2.2 b\none: metric 3\n");
	rib_lab_withdraw(lab->rib, &lab->igp, "10.9.0.1/32");
	rib_lab_expect(lab, "route remove 10.9.0.1/32 ospf\none: metric 7\n");
	rib_lab_withdraw(lab->rib, &lab->igp, "10.9.0.0/16");
	rib_lab_expect(lab, "route remove 10.9.0.0/16 ospf\none: no route to 10.9.0.1\n");
	untrack(nht);
}
END_TEST

/* The default route, whoever has it, is passed over, and what is longer counts as always. */
START_TEST(not_by_the_default_route)
{
	RibNht *nht = track("10.9.0.1", RIB_NHT_SPECIFIC);

	rib_lab_route(lab->rib, &lab->igp, "0.0.0.0/0", 110, 9, "10.0.1.2 a");
	ck_assert_str_eq(state_of(nht), "only the default route leads to 10.9.0.1");
	rib_lab_route(lab->rib, &lab->igp, "10.8.0.0/15", 110, 7, "10.0.2.2 b");
	ck_assert_str_eq(state_of(nht), "metric 7");
	rib_lab_withdraw(lab->rib, &lab->igp, "10.8.0.0/15");
	ck_assert_str_eq(state_of(nht), "only the default route leads to 10.9.0.1");
	rib_lab_withdraw(lab->rib, &lab->igp, "0.0.0.0/0");
	ck_assert_str_eq(state_of(nht), "no route to 10.9.0.1");
	untrack(nht);
}
END_TEST

START_TEST(next_hops_that_lead_nowhere_say_why)
{
	RibNht *own = track("10.0.1.1", RIB_NHT_ROUTE), *null = track("10.5.0.1", RIB_NHT_ROUTE);
	NetAddr addr = rib_lab_addr("10.0.1.1");

	rib_lab_route(lab->rib, &lab->igp, "10.5.0.0/16", 110, 1, "discard");
	ck_assert_str_eq(state_of(own), "next hop is this node itself: 10.0.1.1");
	ck_assert_str_eq(state_of(null), "only a discarding route to 10.5.0.1");
	fwd_net_name_address(lab->net, &addr, "R");
	ck_assert_str_eq(state_of(own), "next hop is this node itself: R");
	untrack(own);
	untrack(null);
}
END_TEST

START_TEST(a_static_route_over_the_igp_over_connected)
{
	rib_lab_route(lab->rib, &lab->ebgp, "10.8.0.0/16", 20, 0, "via 10.7.0.1");
	rib_lab_route(lab->rib, &lab->ibgp, "10.7.0.0/16", 200, 0, "via 10.9.0.1");
	rib_lab_expect(lab, "");
	ck_assert_str_eq(rib_lab_explain(lab, lab->rib, "10.8.0.1"), "no route to 10.7.0.1");
	rib_lab_route(lab->rib, &lab->igp, "10.9.0.1/32", 110, 2, "10.0.1.2 a");
	rib_lab_expect(lab, "route add 10.9.0.1/32 ospf 10.0.1.2 a\n"
			    "route add 10.7.0.0/16 ibgp 10.9.0.1\n"
			    "route add 10.8.0.0/16 ebgp 10.7.0.1\n");
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.8.0.1"), "10.0.1.2 a");
	rib_lab_route(lab->rib, &lab->igp, "10.9.0.1/32", 110, 2, "10.0.2.2 b");
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.8.0.1"), "10.0.2.2 b");
	rib_lab_forget(lab);
	rib_lab_link(lab, "b", FWD_LINK_DOWN);
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.8.0.1"), "none");
	rib_lab_expect(lab, "route remove 10.0.2.0/30 connected\n"
			    "route remove 10.0.2.1/32 local\n"
			    "route remove 10.9.0.1/32 ospf\n"
			    "route remove 10.7.0.0/16 ibgp\n"
			    "route remove 10.8.0.0/16 ebgp\n");
}
END_TEST

START_TEST(a_neighbour_is_reached_directly)
{
	rib_lab_route(lab->rib, &lab->ebgp, "10.8.0.0/16", 20, 0, "via 10.0.1.2");
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.8.0.1"), "10.0.1.2 a");
	rib_lab_link(lab, "a", FWD_LINK_DOWN);
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.8.0.1"), "none");
	ck_assert_str_eq(rib_lab_explain(lab, lab->rib, "10.8.0.1"), "no route to 10.0.1.2");
	rib_lab_link(lab, "a", FWD_LINK_UP);
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.8.0.1"), "10.0.1.2 a");
}
END_TEST

/* LSPs */

START_TEST(a_vpn_route_comes_and_goes_with_the_lsp)
{
	Rib *vpn = rib_lab_vrf(lab, "VPN");
	NetAddr pe = rib_lab_addr("10.9.0.1"), dst = rib_lab_addr("192.168.1.1");
	RibNht *nht = track("10.9.0.1", RIB_NHT_LSP);
	const FwdNextHop *object = rib_nht_next_hop(nht);

	fwd_net_name_address(lab->net, &pe, "PE-1");
	rib_lab_route(lab->rib, &lab->igp, "10.9.0.1/32", 110, 2, "10.0.1.2 a");
	rib_lab_forget(lab);
	rib_lab_route(vpn, &lab->ibgp, "192.168.1.0/24", 200, 0, "lsp 10.9.0.1 push 29");
	rib_lab_expect(lab, "");
	ck_assert_str_eq(rib_lab_fib(lab, vpn, "192.168.1.1"), "none");
	ck_assert_str_eq(rib_lab_explain(lab, vpn, "192.168.1.1"), "no LSP to PE-1");
	ck_assert_str_eq(rib_lab_explain(lab, vpn, "192.168.2.1"), "");

	rib_lab_lsp(lab->rib, &lab->ldp, "10.9.0.1/32", 1, "10.0.1.2 a push 17");
	rib_lab_expect(lab, "route add VPN 192.168.1.0/24 ibgp 10.9.0.1/29\none: metric 2\n");
	ck_assert_str_eq(rib_lab_fib(lab, vpn, "192.168.1.1"), "10.0.1.2 a push 17/29");
	ck_assert_ptr_eq(fwd_fib_lookup(rib_vrf(vpn), &dst)->u.via, object);

	rib_lab_lsp_withdraw(lab->rib, &lab->ldp, "10.9.0.1/32");
	rib_lab_expect(lab, "route remove VPN 192.168.1.0/24 ibgp\none: no LSP to PE-1\n");
	rib_lab_lsp(lab->rib, &lab->ldp, "10.9.0.1/32", 1, "10.0.2.2 b push 18");
	ck_assert_str_eq(rib_lab_fib(lab, vpn, "192.168.1.1"), "10.0.2.2 b push 18/29");
	ck_assert_ptr_eq(fwd_fib_lookup(rib_vrf(vpn), &dst)->u.via, object);
	ck_assert_ptr_eq(rib_nht_next_hop(nht), object);
	untrack(nht);
}
END_TEST

START_TEST(a_core_failure_changes_the_shared_object_alone)
{
	Rib *vpn = rib_lab_vrf(lab, "VPN");
	NetAddr dst = rib_lab_addr("192.168.1.1");
	const FwdNextHop *entry;
	Watcher watcher = WATCHER_INIT;

	rib_lab_route(lab->rib, &lab->igp, "10.9.0.1/32", 110, 2, "10.0.1.2 a");
	rib_lab_lsp(lab->rib, &lab->ldp, "10.9.0.1/32", 1, "10.0.1.2 a push 17");
	rib_lab_route(vpn, &lab->ibgp, "192.168.1.0/24", 200, 0, "lsp 10.9.0.1 push 29");
	entry = fwd_fib_lookup(rib_vrf(vpn), &dst);
	fwd_depend_on(&watcher.dependant, &entry->u.via->point);
	rib_lab_forget(lab);
	rib_lab_lsp(lab->rib, &lab->ldp, "10.9.0.1/32", 1, "10.0.2.2 b push 18");
	rib_lab_expect(lab, "");
	ck_assert_ptr_eq(fwd_fib_lookup(rib_vrf(vpn), &dst), entry);
	ck_assert_str_eq(rib_lab_fib(lab, vpn, "192.168.1.1"), "10.0.2.2 b push 18/29");
	ck_assert_uint_gt(watcher.changes, 0);
	fwd_dependant_clear(&watcher.dependant);
}
END_TEST

START_TEST(no_route_to_the_next_hop_is_said_before_no_lsp)
{
	Rib *vpn = rib_lab_vrf(lab, "VPN");

	rib_lab_route(vpn, &lab->ibgp, "192.168.1.0/24", 200, 0, "lsp 10.9.0.1 push 29");
	ck_assert_str_eq(rib_lab_explain(lab, vpn, "192.168.1.1"), "no route to 10.9.0.1");
	/* An LSP that no route goes with is of no use. */
	rib_lab_lsp(lab->rib, &lab->ldp, "10.9.0.1/32", 1, "10.0.1.2 a push 17");
	ck_assert_str_eq(rib_lab_explain(lab, vpn, "192.168.1.1"), "no route to 10.9.0.1");
	/* One within the prefix of the route is (RFC 5283), before that of the route's own prefix. */
	rib_lab_route(lab->rib, &lab->igp, "10.9.0.0/24", 110, 2, "10.0.1.2 a");
	ck_assert_str_eq(rib_lab_fib(lab, vpn, "192.168.1.1"), "10.0.1.2 a push 17/29");
	rib_lab_lsp(lab->rib, &lab->ldp, "10.9.0.0/24", 1, "10.0.1.2 a push 18");
	ck_assert_str_eq(rib_lab_fib(lab, vpn, "192.168.1.1"), "10.0.1.2 a push 17/29");
	rib_lab_lsp_withdraw(lab->rib, &lab->ldp, "10.9.0.1/32");
	ck_assert_str_eq(rib_lab_fib(lab, vpn, "192.168.1.1"), "10.0.1.2 a push 18/29");
	/* One for a shorter prefix than that of the route is not. */
	rib_lab_route(lab->rib, &lab->igp, "10.9.0.1/32", 110, 2, "10.0.1.2 a");
	ck_assert_str_eq(rib_lab_explain(lab, vpn, "192.168.1.1"), "no LSP to 10.9.0.1");
}
END_TEST

START_TEST(an_mpls_neighbour_is_an_lsp_of_no_labels)
{
	Rib *vpn = rib_lab_vrf(lab, "VPN");

	rib_lab_route(vpn, &lab->ebgp, "192.168.1.0/24", 20, 0, "lsp 10.0.1.2 push 29");
	ck_assert_str_eq(rib_lab_fib(lab, vpn, "192.168.1.1"), "10.0.1.2 a push 29");
	fwd_node_iface(lab->fwd, "b")->mpls = FALSE;
	rib_lab_route(vpn, &lab->ebgp, "192.168.1.0/24", 20, 0, "lsp 10.0.2.2 push 29");
	ck_assert_str_eq(rib_lab_fib(lab, vpn, "192.168.1.1"), "none");
	ck_assert_str_eq(rib_lab_explain(lab, vpn, "192.168.1.1"), "no LSP to 10.0.2.2");
}
END_TEST

START_TEST(three_lookups_make_the_stack)
{
	Rib *vpn = rib_lab_vrf(lab, "VPN");

	rib_lab_route(lab->rib, &lab->igp, "10.9.0.1/32", 110, 2, "10.0.1.2 a");
	rib_lab_lsp(lab->rib, &lab->ldp, "10.9.0.1/32", 1, "10.0.1.2 a push 17");
	rib_lab_route(lab->rib, &lab->ibgp, "10.8.0.1/32", 200, 0, "lsp 10.9.0.1 push 55");
	rib_lab_lsp(lab->rib, &lab->ibgp, "10.8.0.1/32", 5, "lsp 10.9.0.1 push 55");
	rib_lab_route(vpn, &lab->ibgp, "192.168.1.0/24", 200, 0, "lsp 10.8.0.1 push 29");
	ck_assert_str_eq(rib_lab_fib(lab, vpn, "192.168.1.1"), "10.0.1.2 a push 17/55/29");
	rib_lab_lsp_withdraw(lab->rib, &lab->ldp, "10.9.0.1/32");
	ck_assert_str_eq(rib_lab_fib(lab, vpn, "192.168.1.1"), "none");
	rib_lab_lsp(lab->rib, &lab->ldp, "10.9.0.1/32", 1, "10.0.1.2 a");
	ck_assert_str_eq(rib_lab_fib(lab, vpn, "192.168.1.1"), "10.0.1.2 a push 55/29");
}
END_TEST

/* Circles */

START_TEST(no_route_resolves_through_itself)
{
	rib_lab_route(lab->rib, &lab->ebgp, "10.8.0.0/16", 20, 0, "via 10.8.0.1");
	ck_assert_str_eq(rib_lab_best(lab, lab->rib, "10.8.0.0/16"), "none");
	ck_assert_str_eq(rib_lab_explain(lab, lab->rib, "10.8.0.9"), "no route to 10.8.0.1");
	/* Nor by way of a shorter prefix, which it would hide. */
	rib_lab_route(lab->rib, &lab->igp, "0.0.0.0/0", 110, 1, "10.0.1.2 a");
	ck_assert_str_eq(rib_lab_best(lab, lab->rib, "10.8.0.0/16"), "none");
	/* A longer one may lead there. */
	rib_lab_forget(lab);
	rib_lab_route(lab->rib, &lab->igp, "10.8.0.0/30", 110, 1, "10.0.1.2 a");
	rib_lab_expect(lab, "route add 10.8.0.0/30 ospf 10.0.1.2 a\n"
			    "route add 10.8.0.0/16 ebgp 10.8.0.1\n");
	rib_lab_withdraw(lab->rib, &lab->igp, "10.8.0.0/30");
	rib_lab_expect(lab, "route remove 10.8.0.0/30 ospf\nroute remove 10.8.0.0/16 ebgp\n");
}
END_TEST

static gboolean needs(const RibNht *nht, const RibSource *source, const char *prefix)
{
	NetPrefix p = rib_lab_prefix(prefix);

	return rib_nht_needs_route(nht, source, &p);
}

START_TEST(what_a_next_hop_needs)
{
	RibNht *nht = track("10.9.0.1", RIB_NHT_ROUTE);

	ck_assert(!needs(nht, &lab->ebgp, "10.9.0.0/16"));
	rib_lab_route(lab->rib, &lab->igp, "10.9.0.0/16", 110, 7, "10.0.1.2 a");
	ck_assert(needs(nht, &lab->igp, "10.9.0.0/16"));
	ck_assert_msg(!needs(nht, &lab->ebgp, "10.9.0.0/16"), "another's route is no obstacle");
	ck_assert(!needs(nht, &lab->igp, "10.0.0.0/8"));
	/* By way of another next hop; who tracks it is told, though state and metric are the same. */
	rib_lab_forget(lab);
	rib_lab_route(lab->rib, &lab->igp, "10.8.0.0/16", 110, 7, "10.0.2.2 b");
	rib_lab_route(lab->rib, &lab->ebgp, "10.9.0.0/24", 20, 7, "via 10.8.0.1");
	rib_lab_expect(lab, "route add 10.8.0.0/16 ospf 10.0.2.2 b\n"
			    "route add 10.9.0.0/24 ebgp 10.8.0.1\none: metric 7\n");
	ck_assert(needs(nht, &lab->ebgp, "10.9.0.0/24"));
	ck_assert(needs(nht, &lab->igp, "10.8.0.0/16"));
	ck_assert(!needs(nht, &lab->igp, "10.9.0.0/16"));
	untrack(nht);
}
END_TEST

START_TEST(two_routes_through_each_other_are_no_routes)
{
	rib_lab_route(lab->rib, &lab->ebgp, "10.8.0.0/16", 20, 0, "via 10.9.0.1");
	rib_lab_route(lab->rib, &lab->ebgp, "10.9.0.0/16", 20, 0, "via 10.8.0.1");
	rib_lab_expect(lab, "");
	/* With a way out both work, and neither keeps the other alive when it goes. */
	rib_lab_route(lab->rib, &lab->igp, "0.0.0.0/0", 110, 0, "10.0.1.2 a");
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.8.0.1"), "10.0.1.2 a");
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.9.0.1"), "10.0.1.2 a");
	rib_lab_withdraw(lab->rib, &lab->igp, "0.0.0.0/0");
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.8.0.1"), "none");
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.9.0.1"), "none");
}
END_TEST

START_TEST(a_better_route_through_the_worse_one_settles)
{
	rib_lab_route(lab->rib, &lab->igp, "10.9.0.0/16", 110, 1, "10.0.1.2 a");
	rib_lab_route(lab->rib, &lab->ebgp, "10.8.0.0/16", 20, 0, "via 10.9.0.1");
	rib_lab_forget(lab);
	/* It would take away what it stands on. */
	rib_lab_route(lab->rib, &lab->ebgp, "10.9.0.0/16", 20, 0, "via 10.8.0.1");
	rib_lab_expect(lab, "");
	ck_assert_str_eq(rib_lab_best(lab, lab->rib, "10.9.0.0/16"), "ospf 110/1");
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.8.0.1"), "10.0.1.2 a");
	/* Its turn comes as soon as it stands on something else. */
	rib_lab_route(lab->rib, &lab->ebgp, "10.8.0.0/16", 20, 0, "10.0.2.2 b");
	ck_assert_str_eq(rib_lab_best(lab, lab->rib, "10.9.0.0/16"), "ebgp 20/0");
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.9.0.1"), "10.0.2.2 b");
}
END_TEST

START_TEST(a_tracker_returns_to_the_longest_prefix_when_it_may)
{
	rib_lab_route(lab->rib, &lab->igp, "0.0.0.0/0", 110, 0, "10.0.1.2 a");
	rib_lab_route(lab->rib, &lab->ebgp, "10.7.0.0/16", 20, 0, "via 10.8.0.1");
	rib_lab_route(lab->rib, &lab->ebgp, "10.8.0.0/16", 20, 0, "via 10.9.0.1");
	rib_lab_route(lab->rib, &lab->ebgp, "10.9.0.0/16", 20, 0, "via 10.7.0.1");
	for (unsigned i = 7; i <= 9; i++) {
		char *addr = g_strdup_printf("10.%u.0.1", i);

		ck_assert_str_eq(rib_lab_fib(lab, lab->rib, addr), "10.0.1.2 a");
		g_free(addr);
	}
	rib_lab_route(lab->rib, &lab->ebgp, "10.9.0.0/16", 20, 0, "10.0.2.2 b");
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.7.0.1"), "10.0.2.2 b");
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.8.0.1"), "10.0.2.2 b");
}
END_TEST

START_TEST(an_lsp_does_not_stand_on_itself)
{
	Rib *vpn = rib_lab_vrf(lab, "VPN");

	/* Labelled BGP says of a loopback that it is its own next hop. */
	rib_lab_route(lab->rib, &lab->igp, "10.9.0.1/32", 110, 2, "10.0.1.2 a");
	rib_lab_lsp(lab->rib, &lab->ldp, "10.9.0.1/32", 1, "10.0.1.2 a push 17");
	rib_lab_lsp(lab->rib, &lab->ibgp, "10.9.0.1/32", 5, "lsp 10.9.0.1");
	rib_lab_route(vpn, &lab->ibgp, "192.168.1.0/24", 200, 0, "lsp 10.9.0.1 push 29");
	ck_assert_str_eq(rib_lab_fib(lab, vpn, "192.168.1.1"), "10.0.1.2 a push 17/29");
	rib_lab_lsp_withdraw(lab->rib, &lab->ldp, "10.9.0.1/32");
	ck_assert_str_eq(rib_lab_fib(lab, vpn, "192.168.1.1"), "none");
	ck_assert_str_eq(rib_lab_explain(lab, vpn, "192.168.1.1"), "no LSP to 10.9.0.1");
	rib_lab_lsp(lab->rib, &lab->ldp, "10.9.0.1/32", 9, "10.0.2.2 b push 18");
	ck_assert_str_eq(rib_lab_fib(lab, vpn, "192.168.1.1"), "10.0.2.2 b push 18/29");
}
END_TEST

/* The routes of both loopbacks are sound: it is the LSPs that lead through each other. */
START_TEST(two_lsps_through_each_other_are_no_lsps)
{
	Rib *vpn = rib_lab_vrf(lab, "VPN");

	rib_lab_route(lab->rib, &lab->igp, "10.9.0.1/32", 110, 2, "10.0.1.2 a");
	rib_lab_route(lab->rib, &lab->igp, "10.9.0.2/32", 110, 2, "10.0.2.2 b");
	rib_lab_route(vpn, &lab->ibgp, "192.168.1.0/24", 200, 0, "lsp 10.9.0.1 push 29");
	rib_lab_route(vpn, &lab->ibgp, "192.168.2.0/24", 200, 0, "lsp 10.9.0.2 push 30");
	rib_lab_lsp(lab->rib, &lab->ibgp, "10.9.0.1/32", 5, "lsp 10.9.0.2 push 55");
	rib_lab_lsp(lab->rib, &lab->ibgp, "10.9.0.2/32", 5, "lsp 10.9.0.1 push 56");
	ck_assert_str_eq(rib_lab_fib(lab, vpn, "192.168.1.1"), "none");
	ck_assert_str_eq(rib_lab_fib(lab, vpn, "192.168.2.1"), "none");
	ck_assert_str_eq(rib_lab_explain(lab, vpn, "192.168.1.1"), "no LSP to 10.9.0.1");
	/* With a way out of one of them both work; without it neither keeps the other alive. */
	rib_lab_lsp(lab->rib, &lab->ldp, "10.9.0.2/32", 1, "10.0.2.2 b push 18");
	ck_assert_str_eq(rib_lab_fib(lab, vpn, "192.168.1.1"), "10.0.2.2 b push 18/55/29");
	ck_assert_str_eq(rib_lab_fib(lab, vpn, "192.168.2.1"), "10.0.2.2 b push 18/30");
	rib_lab_lsp_withdraw(lab->rib, &lab->ldp, "10.9.0.2/32");
	ck_assert_str_eq(rib_lab_fib(lab, vpn, "192.168.1.1"), "none");
	ck_assert_str_eq(rib_lab_fib(lab, vpn, "192.168.2.1"), "none");
}
END_TEST

START_TEST(of_several_hops_those_that_lead_back_are_left_out)
{
	Rib *vpn = rib_lab_vrf(lab, "VPN");

	rib_lab_route(lab->rib, &lab->igp, "10.9.0.1/32", 110, 2, "10.0.1.2 a");
	rib_lab_lsp(lab->rib, &lab->ldp, "10.9.0.1/32", 1, "10.0.1.2 a push 17");
	rib_lab_route(lab->rib, &lab->igp, "10.9.0.2/32", 110, 2, "10.0.2.2 b");
	rib_lab_lsp(lab->rib, &lab->ldp, "10.9.0.2/32", 1,
		    "lsp 10.9.0.2 push 55, lsp 10.9.0.1 push 56");
	rib_lab_forget(lab);
	rib_lab_route(vpn, &lab->ibgp, "192.168.1.0/24", 200, 0, "lsp 10.9.0.2 push 29");
	rib_lab_expect(lab, "route add VPN 192.168.1.0/24 ibgp 10.9.0.2/29\n");
	ck_assert_str_eq(rib_lab_fib(lab, vpn, "192.168.1.1"), "10.0.1.2 a push 17/56/29");
	rib_lab_route(lab->rib, &lab->ebgp, "10.8.0.0/16", 20, 0, "via 10.8.0.1, via 10.0.2.2");
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.8.0.9"), "10.0.2.2 b");
}
END_TEST

START_TEST(recursion_has_an_end)
{
	char prefix[32], via[32];

	rib_lab_route(lab->rib, &lab->igp, "10.10.0.0/16", 110, 1, "10.0.1.2 a");
	for (unsigned i = 11; i < 40; i++) {
		g_snprintf(prefix, sizeof prefix, "10.%u.0.0/16", i);
		g_snprintf(via, sizeof via, "via 10.%u.0.1", i - 1);
		rib_lab_route(lab->rib, &lab->ebgp, prefix, 20, 0, via);
	}
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.14.0.1"), "10.0.1.2 a");
	/* What the tables install, packets can follow. */
	for (unsigned i = 11; i < 40; i++) {
		g_snprintf(prefix, sizeof prefix, "10.%u.0.1", i);
		ck_assert_str_ne(rib_lab_fib(lab, lab->rib, prefix), "drop");
	}
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.39.0.1"), "none");
}
END_TEST

/* Life */

static void leave(RibNht *nht, void *user)
{
	log_change(nht, user);
	rib_nht_untrack(nht, leave, user);
}

START_TEST(a_watcher_may_leave_while_it_is_told)
{
	NetAddr addr = rib_lab_addr("10.9.0.1");

	rib_nht_track(lab->rib, &addr, RIB_NHT_ROUTE, leave, one);
	rib_nht_track(lab->rib, &addr, RIB_NHT_ROUTE, leave, two);
	rib_lab_route(lab->rib, &lab->igp, "10.9.0.0/16", 110, 7, "10.0.1.2 a");
	rib_lab_expect(lab, "route add 10.9.0.0/16 ospf 10.0.1.2 a\n"
			    "one: metric 7\ntwo: metric 7\n");
	rib_lab_withdraw(lab->rib, &lab->igp, "10.9.0.0/16");
	rib_lab_expect(lab, "route remove 10.9.0.0/16 ospf\n");
}
END_TEST

static void withdraw_it(RibNht *nht, void *user)
{
	log_change(nht, user);
	rib_lab_withdraw(lab->rib, &lab->igp, "10.9.0.0/16");
}

START_TEST(a_watcher_may_change_what_it_is_told_of)
{
	NetAddr addr = rib_lab_addr("10.9.0.1");
	RibNht *nht = rib_nht_track(lab->rib, &addr, RIB_NHT_ROUTE, withdraw_it, one);

	rib_lab_route(lab->rib, &lab->igp, "10.9.0.0/16", 110, 7, "10.0.1.2 a");
	rib_lab_expect(lab, "route add 10.9.0.0/16 ospf 10.0.1.2 a\none: metric 7\n"
			    "route remove 10.9.0.0/16 ospf\none: no route to 10.9.0.1\n");
	rib_nht_untrack(nht, withdraw_it, one);
}
END_TEST

START_TEST(many_routes_behind_one_next_hop_leave_in_any_order)
{
	char prefix[32];

	rib_lab_route(lab->rib, &lab->igp, "10.9.0.1/32", 110, 2, "10.0.1.2 a");
	for (unsigned i = 0; i < 100; i++) {
		g_snprintf(prefix, sizeof prefix, "172.16.%u.0/24", i);
		rib_lab_route(lab->rib, &lab->ibgp, prefix, 200, 0, "via 10.9.0.1, via 10.0.2.2");
	}
	for (unsigned i = 0; i < 100; i += 3) {
		g_snprintf(prefix, sizeof prefix, "172.16.%u.0/24", i);
		rib_lab_withdraw(lab->rib, &lab->ibgp, prefix);
	}
	rib_lab_forget(lab);
	rib_lab_withdraw(lab->rib, &lab->igp, "10.9.0.1/32");
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "172.16.1.1"), "10.0.2.2 b");
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "172.16.3.1"), "none");
	rib_source_withdraw_all(lab->rib, &lab->ibgp);
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "172.16.1.1"), "none");
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("nht");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, trackers_are_shared);
	tcase_add_test(tc, watchers_are_told_of_state_and_metric_only);
	tcase_add_test(tc, next_hops_that_lead_nowhere_say_why);
	tcase_add_test(tc, not_by_the_default_route);
	tcase_add_test(tc, a_static_route_over_the_igp_over_connected);
	tcase_add_test(tc, a_neighbour_is_reached_directly);
	tcase_add_test(tc, a_vpn_route_comes_and_goes_with_the_lsp);
	tcase_add_test(tc, a_core_failure_changes_the_shared_object_alone);
	tcase_add_test(tc, no_route_to_the_next_hop_is_said_before_no_lsp);
	tcase_add_test(tc, an_mpls_neighbour_is_an_lsp_of_no_labels);
	tcase_add_test(tc, three_lookups_make_the_stack);
	tcase_add_test(tc, no_route_resolves_through_itself);
	tcase_add_test(tc, what_a_next_hop_needs);
	tcase_add_test(tc, two_routes_through_each_other_are_no_routes);
	tcase_add_test(tc, a_better_route_through_the_worse_one_settles);
	tcase_add_test(tc, a_tracker_returns_to_the_longest_prefix_when_it_may);
	tcase_add_test(tc, an_lsp_does_not_stand_on_itself);
	tcase_add_test(tc, two_lsps_through_each_other_are_no_lsps);
	tcase_add_test(tc, of_several_hops_those_that_lead_back_are_left_out);
	tcase_add_test(tc, recursion_has_an_end);
	tcase_add_test(tc, a_watcher_may_leave_while_it_is_told);
	tcase_add_test(tc, a_watcher_may_change_what_it_is_told_of);
	tcase_add_test(tc, many_routes_behind_one_next_hop_leave_in_any_order);
	return test_main("nht", tc);
}
