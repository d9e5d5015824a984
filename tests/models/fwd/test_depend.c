/* SPDX-License-Identifier: Apache-2.0 */
#include "models/fwd/depend.h"
#include "models/fwd/forward.h"
#include "tests/models/fwd/lab.h"
#include "tests/models/fwd/watcher.h"
#include "tests/testing.h"

static void set(FwdVrf *vrf, const char *text, FwdNextHop *nh)
{
	NetPrefix prefix = lab_prefix(text);

	fwd_fib_set(vrf, &prefix, nh);
}

/* An address depends on every prefix that contains it, there or not, in its own table alone. */
START_TEST(lookups_of_addresses)
{
	Lab *lab = lab_new();
	FwdNode *node = lab_node(lab, "PE-1");
	FwdVrf *global = fwd_node_global(node), *red = fwd_node_add_vrf(node, "red");
	FwdNextHop *nh = fwd_nexthop_drop("test");
	NetAddr addr = lab_addr("10.1.2.3"), six = lab_addr("2001:db8::1");
	Watcher watcher = WATCHER_INIT, other = WATCHER_INIT;

	set(global, "10.0.0.0/8", nh);
	fwd_depend_on_address(&watcher.dependant, global, &addr);
	fwd_depend_on_address(&watcher.dependant, global, &six);
	fwd_depend_on_address(&other.dependant, global, &addr);
	set(global, "10.1.3.0/24", nh);
	set(global, "11.0.0.0/8", nh);
	set(red, "10.1.0.0/16", nh);
	ck_assert_uint_eq(watcher.changes, 0);
	set(global, "10.1.0.0/16", nh);
	ck_assert_uint_eq(watcher.changes, 1);
	set(global, "0.0.0.0/0", nh);
	set(global, "2001:db8::/32", nh);
	ck_assert_uint_eq(watcher.changes, 3);
	set(global, "10.0.0.0/8", NULL);
	ck_assert_uint_eq(watcher.changes, 4);
	fwd_dependant_clear(&watcher.dependant);
	set(global, "10.1.2.3/32", nh);
	ck_assert_uint_eq(watcher.changes, 4);
	ck_assert_uint_eq(other.changes, 4);
	fwd_dependant_clear(&other.dependant);
	set(global, "10.1.2.3/32", NULL);
	ck_assert_uint_eq(other.changes, 4);
	fwd_nexthop_unref(nh);
	lab_free(lab);
}
END_TEST

START_TEST(lookups_of_labels)
{
	Lab *lab = lab_new();
	FwdNode *node = lab_node(lab, "P");
	FwdIface *core = lab_iface(node, "core", NULL, "10.0.0.1/24");
	Watcher watcher = WATCHER_INIT;

	fwd_depend_on_label(&watcher.dependant, node, 17);
	lab_label(node, 18, lab_gateway(core, "10.0.0.2"), FALSE);
	ck_assert_uint_eq(watcher.changes, 0);
	lab_label(node, 17, lab_gateway(core, "10.0.0.2"), FALSE);
	ck_assert_uint_eq(watcher.changes, 1);
	fwd_lfib_set(node, 17, NULL, NULL, NULL, FALSE);
	ck_assert_uint_eq(watcher.changes, 2);
	fwd_dependant_clear(&watcher.dependant);
	lab_label(node, 17, lab_gateway(core, "10.0.0.2"), FALSE);
	ck_assert_uint_eq(watcher.changes, 2);
	lab_free(lab);
}
END_TEST

/* What goes is a change too, and whoever depended on it may still forget it. */
START_TEST(points_that_go)
{
	Lab *lab = lab_new();
	FwdNode *node = lab_node(lab, "P");
	FwdIface *core = lab_iface(node, "core", NULL, "10.0.0.1/24");
	FwdNextHop *nh = lab_gateway(core, "10.0.0.2"), *via = fwd_nexthop_via(nh, NULL);
	NetAddr addr = lab_addr("10.1.2.3");
	Watcher watcher = WATCHER_INIT;

	fwd_depend_on(&watcher.dependant, &via->point);
	fwd_depend_on(&watcher.dependant, &nh->point);
	fwd_nexthop_set_via(via, NULL);
	ck_assert_uint_eq(watcher.changes, 1);
	fwd_nexthop_unref(via);
	ck_assert_uint_eq(watcher.changes, 2);
	fwd_nexthop_unref(nh);
	ck_assert_uint_eq(watcher.changes, 3);
	fwd_depend_on(&watcher.dependant, &core->point);
	fwd_depend_on_address(&watcher.dependant, fwd_node_global(node), &addr);
	fwd_depend_on_label(&watcher.dependant, node, 17);
	lab_free(lab);
	ck_assert_uint_eq(watcher.changes, 6);
	fwd_dependant_clear(&watcher.dependant);
}
END_TEST

/* Everything that a decision used, and nothing else. */
START_TEST(decisions)
{
	Lab *lab = lab_new();
	FwdNode *node = lab_node(lab, "P"), *peer = lab_node(lab, "Q");
	FwdIface *core = lab_iface(node, "core", NULL, "10.0.0.1/24");
	FwdIface *far = lab_iface(peer, "core", NULL, "10.0.0.2/24");
	FwdLink *link = lab_link(lab, core, far);
	FwdNextHop *end = lab_gateway(core, "10.0.0.2"), *via = fwd_nexthop_via(end, NULL);
	Watcher watcher = WATCHER_INIT;
	FwdState state = {.dst = lab_addr("10.9.0.1"), .ip_ttl = 9};
	FwdDecision decision;

	lab_route(node, NULL, "10.9.0.0/16", fwd_nexthop_ref(via));
	fwd_decide_watched(node, &state, &watcher.dependant, &decision);
	ck_assert_int_eq(decision.verdict, FWD_FORWARD);
	set(fwd_node_global(node), "10.8.0.0/16", end);
	lab_label(node, 17, fwd_nexthop_ref(end), FALSE);
	ck_assert_uint_eq(watcher.changes, 0);
	fwd_nexthop_set_via(via, end);
	ck_assert_uint_eq(watcher.changes, 1);
	fwd_link_set_state(link, FWD_LINK_SILENT);
	ck_assert_uint_gt(watcher.changes, 1);
	watcher.changes = 0;
	fwd_iface_set_shut(core, TRUE);
	ck_assert_uint_gt(watcher.changes, 0);
	fwd_dependant_clear(&watcher.dependant);
	fwd_nexthop_unref(via);
	fwd_nexthop_unref(end);
	lab_free(lab);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("depend");

	tcase_add_test(tc, lookups_of_addresses);
	tcase_add_test(tc, lookups_of_labels);
	tcase_add_test(tc, points_that_go);
	tcase_add_test(tc, decisions);
	return test_main("depend", tc);
}
