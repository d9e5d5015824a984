/* SPDX-License-Identifier: Apache-2.0 */
#include "models/net/records.h"
#include "tests/models/fwd/watcher.h"
#include "tests/models/rib/rib_lab.h"
#include "tests/testing.h"

#include <string.h>

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

START_TEST(lower_distance_wins)
{
	rib_lab_route(lab->rib, &lab->ibgp, "10.1.0.0/16", 200, 0, "10.0.1.2 a");
	rib_lab_expect(lab, "route add 10.1.0.0/16 ibgp 10.0.1.2 a\n");
	rib_lab_route(lab->rib, &lab->igp, "10.1.0.0/16", 110, 99, "10.0.2.2 b");
	rib_lab_expect(lab, "route replace 10.1.0.0/16 ospf 10.0.2.2 b\n");
	rib_lab_route(lab->rib, &lab->ebgp, "10.1.0.0/16", 120, 0, "10.0.1.2 a");
	rib_lab_expect(lab, "");
	ck_assert_str_eq(rib_lab_best(lab, lab->rib, "10.1.0.0/16"), "ospf 110/99");
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.1.2.3"), "10.0.2.2 b");

	rib_lab_withdraw(lab->rib, &lab->igp, "10.1.0.0/16");
	rib_lab_expect(lab, "route replace 10.1.0.0/16 ebgp 10.0.1.2 a\n");
	rib_lab_withdraw(lab->rib, &lab->ebgp, "10.1.0.0/16");
	rib_lab_expect(lab, "route replace 10.1.0.0/16 ibgp 10.0.1.2 a\n");
	rib_lab_withdraw(lab->rib, &lab->ibgp, "10.1.0.0/16");
	rib_lab_expect(lab, "route remove 10.1.0.0/16 ibgp\n");
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.1.2.3"), "none");
}
END_TEST

START_TEST(then_lower_metric_then_the_earlier_source)
{
	rib_lab_route(lab->rib, &lab->ibgp, "10.1.0.0/16", 50, 7, "10.0.1.2 a");
	rib_lab_route(lab->rib, &lab->ebgp, "10.1.0.0/16", 50, 6, "10.0.1.2 a");
	ck_assert_str_eq(rib_lab_best(lab, lab->rib, "10.1.0.0/16"), "ebgp 50/6");
	rib_lab_route(lab->rib, &lab->ebgp, "10.1.0.0/16", 50, 7, "10.0.1.2 a");
	ck_assert_str_eq(rib_lab_best(lab, lab->rib, "10.1.0.0/16"), "ebgp 50/7");
	rib_lab_route(lab->rib, &lab->igp, "10.1.0.0/16", 50, 7, "10.0.1.2 a");
	ck_assert_str_eq(rib_lab_best(lab, lab->rib, "10.1.0.0/16"), "ospf 50/7");
}
END_TEST

START_TEST(distance_255_is_never_used)
{
	rib_lab_route(lab->rib, &lab->igp, "10.1.0.0/16", 255, 1, "10.0.1.2 a");
	rib_lab_expect(lab, "");
	ck_assert_str_eq(rib_lab_best(lab, lab->rib, "10.1.0.0/16"), "none");
	ck_assert_str_eq(rib_lab_explain(lab, lab->rib, "10.1.0.1"), "");
}
END_TEST

START_TEST(a_source_has_one_route_per_prefix)
{
	rib_lab_route(lab->rib, &lab->igp, "10.1.0.0/16", 110, 5, "10.0.1.2 a");
	rib_lab_route(lab->rib, &lab->igp, "10.1.0.0/16", 110, 9, "10.0.2.2 b");
	rib_lab_expect(lab, "route add 10.1.0.0/16 ospf 10.0.1.2 a\n"
			    "route replace 10.1.0.0/16 ospf 10.0.2.2 b\n");
	rib_lab_withdraw(lab->rib, &lab->igp, "10.1.0.0/16");
	ck_assert_str_eq(rib_lab_best(lab, lab->rib, "10.1.0.0/16"), "none");
}
END_TEST

START_TEST(the_same_again_is_no_change)
{
	NetAddr dst = rib_lab_addr("10.1.0.1");
	const FwdNextHop *nh;
	Watcher watcher = WATCHER_INIT;

	rib_lab_route(lab->rib, &lab->igp, "10.1.0.0/16", 110, 5, "10.0.1.2 a, 10.0.2.2 b");
	nh = fwd_fib_lookup(rib_vrf(lab->rib), &dst);
	fwd_depend_on_address(&watcher.dependant, rib_vrf(lab->rib), &dst);
	rib_lab_forget(lab);
	rib_lab_route(lab->rib, &lab->igp, "10.1.0.0/16", 110, 5, "10.0.1.2 a, 10.0.2.2 b");
	rib_lab_expect(lab, "");
	ck_assert_ptr_eq(fwd_fib_lookup(rib_vrf(lab->rib), &dst), nh);
	ck_assert_uint_eq(watcher.changes, 0);
	/* A change of the metric is told, but is none to packets. */
	rib_lab_route(lab->rib, &lab->igp, "10.1.0.0/16", 110, 6, "10.0.1.2 a, 10.0.2.2 b");
	rib_lab_expect(lab, "route replace 10.1.0.0/16 ospf 10.0.1.2 a 10.0.2.2 b\n");
	ck_assert_ptr_eq(fwd_fib_lookup(rib_vrf(lab->rib), &dst), nh);
	ck_assert_uint_eq(watcher.changes, 0);
	fwd_dependant_clear(&watcher.dependant);
}
END_TEST

START_TEST(match_takes_the_longest_usable)
{
	NetAddr addr = rib_lab_addr("10.1.2.3");

	ck_assert_ptr_null(rib_match(lab->rib, &addr));
	rib_lab_route(lab->rib, &lab->igp, "0.0.0.0/0", 110, 1, "10.0.1.2 a");
	rib_lab_route(lab->rib, &lab->igp, "10.1.0.0/16", 110, 2, "10.0.1.2 a");
	rib_lab_route(lab->rib, &lab->igp, "10.1.2.0/24", 255, 3, "10.0.1.2 a");
	ck_assert_uint_eq(rib_match(lab->rib, &addr)->metric, 2);
	rib_lab_withdraw(lab->rib, &lab->igp, "10.1.0.0/16");
	ck_assert_uint_eq(rib_match(lab->rib, &addr)->metric, 1);
}
END_TEST

static gboolean list(const RibRoute *route, void *user)
{
	GString *out = user;

	net_prefix_append(&route->prefix, out);
	g_string_append_c(out, ' ');
	return !strstr(out->str, "10.2.");
}

START_TEST(foreach_goes_in_order_over_best_routes_until_told)
{
	GString *out = g_string_new(NULL);

	rib_lab_route(lab->rib, &lab->igp, "10.3.0.0/16", 110, 1, "10.0.1.2 a");
	rib_lab_route(lab->rib, &lab->igp, "10.2.0.0/16", 110, 1, "10.0.1.2 a");
	rib_lab_route(lab->rib, &lab->igp, "10.1.0.0/16", 255, 1, "10.0.1.2 a");
	rib_lab_route(lab->rib, &lab->ibgp, "10.2.0.0/16", 200, 1, "10.0.1.2 a");
	rib_foreach(lab->rib, NET_AF_IPV4, list, out);
	ck_assert_str_eq(out->str, "10.0.1.0/30 10.0.1.1/32 10.0.2.0/30 10.0.2.1/32 10.2.0.0/16 ");
	g_string_free(out, TRUE);
}
END_TEST

START_TEST(withdraw_all_takes_routes_and_lsps_of_one_source)
{
	rib_lab_route(lab->rib, &lab->igp, "10.1.0.0/16", 110, 1, "10.0.1.2 a");
	rib_lab_route(lab->rib, &lab->igp, "10.2.0.0/16", 110, 1, "10.0.1.2 a");
	rib_lab_route(lab->rib, &lab->ibgp, "10.2.0.0/16", 200, 1, "10.0.2.2 b");
	rib_lab_lsp(lab->rib, &lab->igp, "10.2.0.0/16", 1, "10.0.2.2 b push 17");
	rib_lab_forget(lab);
	rib_source_withdraw_all(lab->rib, &lab->igp);
	rib_lab_expect(lab, "route remove 10.1.0.0/16 ospf\n"
			    "route replace 10.2.0.0/16 ibgp 10.0.2.2 b\n");
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.2.0.1"), "10.0.2.2 b");
	rib_source_withdraw_all(lab->rib, &lab->igp);
	rib_lab_expect(lab, "");
}
END_TEST

START_TEST(withdrawing_the_unknown_does_nothing)
{
	rib_lab_withdraw(lab->rib, &lab->igp, "10.1.0.0/16");
	rib_lab_route(lab->rib, &lab->igp, "10.1.0.0/16", 110, 1, "10.0.1.2 a");
	rib_lab_forget(lab);
	rib_lab_withdraw(lab->rib, &lab->ibgp, "10.1.0.0/16");
	rib_lab_lsp_withdraw(lab->rib, &lab->ldp, "10.1.0.0/16");
	rib_lab_lsp_withdraw(lab->rib, &lab->ldp, "10.9.0.0/16");
	rib_lab_expect(lab, "");
}
END_TEST

START_TEST(routes_go_and_come_with_their_interface)
{
	rib_lab_route(lab->rib, &lab->igp, "10.1.0.0/16", 110, 1, "10.0.1.2 a");
	rib_lab_route(lab->rib, &lab->ibgp, "10.1.0.0/16", 200, 1, "10.0.2.2 b");
	rib_lab_forget(lab);
	rib_lab_link(lab, "a", FWD_LINK_DOWN);
	rib_lab_expect(lab, "route remove 10.0.1.0/30 connected\n"
			    "route remove 10.0.1.1/32 local\n"
			    "route replace 10.1.0.0/16 ibgp 10.0.2.2 b\n");
	rib_lab_link(lab, "a", FWD_LINK_UP);
	rib_lab_expect(lab, "route replace 10.1.0.0/16 ospf 10.0.1.2 a\n"
			    "route add 10.0.1.1/32 local local\n"
			    "route add 10.0.1.0/30 connected a\n");
}
END_TEST

START_TEST(a_silent_cut_is_seen_by_nobody)
{
	rib_lab_route(lab->rib, &lab->igp, "10.1.0.0/16", 110, 1, "10.0.1.2 a");
	rib_lab_forget(lab);
	rib_lab_link(lab, "a", FWD_LINK_SILENT);
	rib_lab_expect(lab, "");
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.1.0.1"), "10.0.1.2 a");
}
END_TEST

/* Watchers */

static void log_watch(Rib *rib, const NetPrefix *prefix, const RibRoute *before,
		      const RibRoute *after, void *user)
{
	NetPrefix p = *prefix;

	ck_assert_ptr_eq(rib_best(rib, &p), after);
	g_string_append_printf(lab->log, "%s ", (const char *)user);
	net_prefix_append(prefix, lab->log);
	g_string_append_printf(lab->log, " %s -> %s\n", before ? before->source->protocol : "-",
			       after ? after->source->protocol : "-");
}

static char first[] = "first", second[] = "second";

START_TEST(watchers_are_told_before_and_after)
{
	rib_watch(lab->rib, log_watch, first);
	rib_watch(lab->rib, log_watch, second);
	rib_lab_route(lab->rib, &lab->ibgp, "10.1.0.0/16", 200, 1, "10.0.1.2 a");
	rib_lab_expect(lab, "route add 10.1.0.0/16 ibgp 10.0.1.2 a\n"
			    "first 10.1.0.0/16 - -> ibgp\n"
			    "second 10.1.0.0/16 - -> ibgp\n");
	rib_unwatch(lab->rib, log_watch, first);
	rib_lab_route(lab->rib, &lab->igp, "10.1.0.0/16", 110, 1, "10.0.1.2 a");
	rib_lab_expect(lab, "route replace 10.1.0.0/16 ospf 10.0.1.2 a\n"
			    "second 10.1.0.0/16 ibgp -> ospf\n");
	rib_lab_withdraw(lab->rib, &lab->ibgp, "10.1.0.0/16");
	rib_lab_expect(lab, "");
	rib_lab_withdraw(lab->rib, &lab->igp, "10.1.0.0/16");
	rib_lab_expect(lab, "route remove 10.1.0.0/16 ospf\n"
			    "second 10.1.0.0/16 ospf -> -\n");
}
END_TEST

static void leave(Rib *rib, const NetPrefix *prefix, const RibRoute *before, const RibRoute *after,
		  void *user)
{
	log_watch(rib, prefix, before, after, user);
	rib_unwatch(rib, leave, user);
}

START_TEST(a_watcher_that_leaves_takes_nobody_with_it)
{
	rib_watch(lab->rib, leave, first);
	rib_watch(lab->rib, log_watch, second);
	rib_lab_route(lab->rib, &lab->igp, "10.1.0.0/16", 110, 1, "10.0.1.2 a");
	rib_lab_expect(lab, "route add 10.1.0.0/16 ospf 10.0.1.2 a\n"
			    "first 10.1.0.0/16 - -> ospf\n"
			    "second 10.1.0.0/16 - -> ospf\n");
	rib_lab_withdraw(lab->rib, &lab->igp, "10.1.0.0/16");
	rib_lab_expect(lab, "route remove 10.1.0.0/16 ospf\n"
			    "second 10.1.0.0/16 ospf -> -\n");
}
END_TEST

/* Puts a route of its own where 10.1/16 appears, and takes away the one that it is told of. */
static void meddle(Rib *rib, const NetPrefix *prefix, const RibRoute *before, const RibRoute *after,
		   void *user)
{
	log_watch(rib, prefix, before, after, user);
	if (prefix->addr.bytes[1] != 1 || !after)
		return;
	rib_lab_route(rib, &lab->ibgp, "10.9.0.0/16", 200, 1, "10.0.1.2 a");
	rib_route_withdraw(rib, after->source, prefix);
	/* Nothing of this has happened yet. */
	ck_assert_ptr_eq(rib_best(rib, prefix), after);
	ck_assert_uint_eq(after->metric, 7);
}

START_TEST(calls_of_watchers_wait_for_their_turn)
{
	rib_watch(lab->rib, meddle, first);
	rib_watch(lab->rib, log_watch, second);
	rib_lab_route(lab->rib, &lab->igp, "10.1.0.0/16", 110, 7, "10.0.1.2 a");
	rib_lab_expect(lab, "route add 10.1.0.0/16 ospf 10.0.1.2 a\n"
			    "first 10.1.0.0/16 - -> ospf\n"
			    "second 10.1.0.0/16 - -> ospf\n"
			    "route add 10.9.0.0/16 ibgp 10.0.1.2 a\n"
			    "first 10.9.0.0/16 - -> ibgp\n"
			    "second 10.9.0.0/16 - -> ibgp\n"
			    "route remove 10.1.0.0/16 ospf\n"
			    "first 10.1.0.0/16 ospf -> -\n"
			    "second 10.1.0.0/16 ospf -> -\n");
	ck_assert_str_eq(rib_lab_best(lab, lab->rib, "10.1.0.0/16"), "none");
}
END_TEST

/* Causes */

static uint64_t last_cause, last_id;

static void keep_cause(const TraceRecord *record, void *user)
{
	(void)user;
	last_cause = record->cause;
	last_id = record->id;
}

static void check_cause(Rib *rib, const NetPrefix *prefix, const RibRoute *before,
			const RibRoute *after, void *user)
{
	(void)rib;
	(void)prefix;
	(void)before;
	(void)after;
	(void)user;
	ck_assert_uint_eq(lab->sim->cause, last_id);
}

START_TEST(what_follows_from_a_route_has_its_record_as_cause)
{
	uint64_t route;

	sim_subscribe(lab->sim, &trace_route, keep_cause, NULL);
	rib_watch(lab->rib, check_cause, NULL);
	sim_set_cause(lab->sim, 4711);
	rib_lab_route(lab->rib, &lab->igp, "10.9.0.0/16", 110, 1, "10.0.1.2 a");
	ck_assert_uint_eq(last_cause, 4711);
	ck_assert_uint_eq(lab->sim->cause, 4711);
	/* A route that waits for another one to appear follows from that one. */
	rib_lab_route(lab->rib, &lab->ibgp, "10.8.0.0/16", 200, 1, "via 10.7.0.1");
	sim_set_cause(lab->sim, 4712);
	rib_lab_route(lab->rib, &lab->igp, "10.7.0.0/16", 110, 1, "10.0.1.2 a");
	route = last_id - 1;
	ck_assert_str_eq(rib_lab_best(lab, lab->rib, "10.8.0.0/16"), "ibgp 200/1");
	ck_assert_uint_eq(last_cause, route);
	ck_assert_uint_eq(lab->sim->cause, 4712);
}
END_TEST

/* A crash: every route goes, with a record; whoever watches has crashed as well and is not told. */
START_TEST(a_node_forgets)
{
	rib_watch(lab->rib, log_watch, first);
	rib_lab_route(lab->rib, &lab->igp, "10.9.9.9/32", 110, 1, "10.0.1.2 a");
	rib_lab_route(lab->rib, &lab->ebgp, "10.1.0.0/16", 20, 0, "via 10.9.9.9");
	rib_lab_route(lab->rib, &lab->ibgp, "10.1.0.0/16", 200, 0, "10.0.2.2 b");
	rib_lab_forget(lab);
	rib_node_forget(lab->node);
	ck_assert_str_eq(rib_lab_best(lab, lab->rib, "10.1.0.0/16"), "none");
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.1.0.1"), "none");
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.0.1.2"), "none");
	ck_assert_ptr_nonnull(strstr(lab->log->str, "route remove 10.1.0.0/16"));
	ck_assert_ptr_nonnull(strstr(lab->log->str, "route remove 10.9.9.9/32"));
	ck_assert_ptr_null(strstr(lab->log->str, "first"));
	ck_assert_ptr_null(strstr(lab->log->str, "route replace"));
	rib_lab_forget(lab);
	rib_lab_link(lab, "a",
		     FWD_LINK_DOWN); /* connected routes come back with their interfaces */
	rib_lab_link(lab, "a", FWD_LINK_UP);
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.0.1.2"), "a");
	ck_assert_ptr_nonnull(strstr(lab->log->str, "first")); /* who watches now is told */
	rib_unwatch(lab->rib, log_watch, first);
}
END_TEST

START_TEST(tables_know_each_other)
{
	Rib *vpn = rib_lab_vrf(lab, "VPN");

	ck_assert_ptr_eq(rib_of_vrf(lab->node, NULL), lab->rib);
	ck_assert_ptr_eq(rib_of_vrf(lab->node, rib_vrf(vpn)), vpn);
	ck_assert_ptr_eq(rib_node(vpn), lab->node);
	ck_assert_ptr_eq(rib_node_fwd(lab->node), lab->fwd);
	ck_assert_str_eq(rib_name(vpn), "VPN");
	ck_assert_ptr_null(rib_name(lab->rib));
	ck_assert_ptr_null(rib_of_vrf(lab->node, fwd_node_add_vrf(lab->fwd, "other")));
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("rib");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, lower_distance_wins);
	tcase_add_test(tc, then_lower_metric_then_the_earlier_source);
	tcase_add_test(tc, distance_255_is_never_used);
	tcase_add_test(tc, a_source_has_one_route_per_prefix);
	tcase_add_test(tc, the_same_again_is_no_change);
	tcase_add_test(tc, match_takes_the_longest_usable);
	tcase_add_test(tc, foreach_goes_in_order_over_best_routes_until_told);
	tcase_add_test(tc, withdraw_all_takes_routes_and_lsps_of_one_source);
	tcase_add_test(tc, withdrawing_the_unknown_does_nothing);
	tcase_add_test(tc, routes_go_and_come_with_their_interface);
	tcase_add_test(tc, a_silent_cut_is_seen_by_nobody);
	tcase_add_test(tc, watchers_are_told_before_and_after);
	tcase_add_test(tc, a_watcher_that_leaves_takes_nobody_with_it);
	tcase_add_test(tc, calls_of_watchers_wait_for_their_turn);
	tcase_add_test(tc, what_follows_from_a_route_has_its_record_as_cause);
	tcase_add_test(tc, a_node_forgets);
	tcase_add_test(tc, tables_know_each_other);
	return test_main("rib", tc);
}
