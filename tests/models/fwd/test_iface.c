/* SPDX-License-Identifier: Apache-2.0 */
#include "models/fwd/iface.h"
#include "tests/models/fwd/lab.h"
#include "tests/models/fwd/watcher.h"
#include "tests/testing.h"

static void record(FwdIface *iface, gboolean up, void *user)
{
	ck_assert_int_eq(fwd_iface_is_up(iface), up);
	g_string_append_printf(user, "%s:%s %s\n", iface->node->name, iface->name,
			       up ? "up" : "down");
}

START_TEST(addresses)
{
	Lab *lab = lab_new();
	FwdNode *node = lab_node(lab, "A");
	FwdIface *iface = lab_iface(node, "e0", NULL, "10.0.0.1/24");
	NetPrefix second = lab_prefix("10.0.1.1/30"), six = lab_prefix("2001:db8::1/64");
	NetAddr primary = lab_addr("10.0.0.1"), on = lab_addr("10.0.1.2"),
		off = lab_addr("10.0.1.4");
	NetAddr found;

	found = fwd_iface_address(iface, NET_AF_IPV6);
	ck_assert(!net_addr_is_set(&found));
	fwd_iface_add_address(iface, &second);
	fwd_iface_add_address(iface, &six);
	found = fwd_iface_address(iface, NET_AF_IPV4);
	ck_assert(net_addr_equal(&found, &primary));
	found = fwd_iface_address(iface, NET_AF_IPV6);
	ck_assert(net_addr_equal(&found, &six.addr));
	ck_assert(fwd_iface_on_link(iface, &on));
	ck_assert(!fwd_iface_on_link(iface, &off));
	ck_assert(fwd_iface_has_address(iface, &second.addr));
	ck_assert(!fwd_iface_has_address(iface, &on));
	ck_assert_ptr_eq(fwd_node_iface(node, "e0"), iface);
	ck_assert_ptr_null(fwd_node_iface(node, "e1"));
	ck_assert_ptr_eq(fwd_node_iface_with(node, fwd_node_global(node), &second.addr), iface);
	ck_assert_ptr_eq(fwd_node_iface_with(node, NULL, &second.addr), iface);
	ck_assert_ptr_null(fwd_node_iface_with(node, fwd_node_add_vrf(node, "V"), &second.addr));
	ck_assert_ptr_null(fwd_node_iface_with(node, NULL, &on));
	ck_assert_uint_eq(iface->mtu, 1500);
	lab_free(lab);
}
END_TEST

/* It sends by the primary address of another one and answers for that, but nothing is on its link. */
START_TEST(unnumbered)
{
	Lab *lab = lab_new();
	FwdNode *node = lab_node(lab, "A");
	FwdIface *lo = lab_loopback(node, "10.0.0.1/24");
	FwdIface *iface = fwd_iface_new(node, "e0", FWD_IFACE_ETHERNET, NULL, 0);
	NetPrefix second = lab_prefix("10.0.1.1/32");
	NetAddr primary = lab_addr("10.0.0.1"), near = lab_addr("10.0.0.2"), found;

	fwd_iface_add_address(lo, &second);
	ck_assert(!fwd_iface_answers(iface, &primary));
	fwd_iface_set_unnumbered(iface, lo);
	found = fwd_iface_address(iface, NET_AF_IPV4);
	ck_assert(net_addr_equal(&found, &primary));
	ck_assert(fwd_iface_answers(iface, &primary));
	ck_assert(!fwd_iface_answers(iface, &second.addr));
	ck_assert(!fwd_iface_has_address(iface, &primary));
	ck_assert(!fwd_iface_on_link(iface, &near));
	ck_assert_ptr_eq(fwd_node_iface_with(node, NULL, &primary), lo);
	lab_free(lab);
}
END_TEST

/* Up needs: not shut, a link, a far end that is not shut either, a link that is not down. */
START_TEST(state_is_told)
{
	GString *seen = g_string_new(NULL);
	Lab *lab = lab_new();
	FwdNode *a = lab_node(lab, "A"), *b = lab_node(lab, "B");
	FwdIface *a0 = lab_iface(a, "e0", NULL, "10.0.0.1/24");
	FwdIface *b0 = lab_iface(b, "e0", NULL, "10.0.0.2/24");
	FwdIface *lo = lab_loopback(a, "10.9.9.9/32");
	FwdLink *link;
	Watcher watcher = WATCHER_INIT;

	ck_assert(fwd_iface_is_up(lo));
	ck_assert(!fwd_iface_is_up(a0));
	fwd_node_watch_ifaces(a, record, seen);
	fwd_node_watch_ifaces(b, record, seen);
	link = lab_link(lab, a0, b0);
	ck_assert_str_eq(seen->str, "A:e0 up\nB:e0 up\n");
	ck_assert_str_eq(link->name, "A:e0--B:e0");
	g_string_truncate(seen, 0);
	fwd_depend_on(&watcher.dependant, &a0->point);
	fwd_iface_set_shut(a0, TRUE);
	fwd_iface_set_shut(lo, TRUE);
	ck_assert_str_eq(seen->str, "A:e0 down\nB:e0 down\nA:lo down\n");
	ck_assert_uint_gt(watcher.changes, 0);
	fwd_dependant_clear(&watcher.dependant);
	fwd_iface_set_shut(b0, TRUE);
	fwd_iface_set_shut(a0, FALSE);
	ck_assert_str_eq(seen->str, "A:e0 down\nB:e0 down\nA:lo down\n");
	g_string_truncate(seen, 0);
	fwd_iface_set_shut(b0, FALSE);
	fwd_link_set_state(link, FWD_LINK_SILENT);
	fwd_link_set_state(link, FWD_LINK_UP);
	ck_assert_str_eq(seen->str, "A:e0 up\nB:e0 up\n");
	fwd_node_unwatch_ifaces(a, record, seen);
	g_string_truncate(seen, 0);
	fwd_link_set_state(link, FWD_LINK_DOWN);
	ck_assert_str_eq(seen->str, "B:e0 down\n");
	lab_free(lab);
	g_string_free(seen, TRUE);
}
END_TEST

START_TEST(groups)
{
	Lab *lab = lab_new();
	FwdIface *iface = lab_iface(lab_node(lab, "A"), "e0", NULL, "10.0.0.1/24");
	NetAddr all_routers = lab_addr("224.0.0.2"), ospf = lab_addr("224.0.0.5");

	fwd_iface_join(iface, &all_routers);
	fwd_iface_join(iface, &all_routers);
	fwd_iface_leave(iface, &ospf);
	ck_assert(fwd_iface_is_member(iface, &all_routers));
	ck_assert(!fwd_iface_is_member(iface, &ospf));
	fwd_iface_leave(iface, &all_routers);
	ck_assert(fwd_iface_is_member(iface, &all_routers));
	fwd_iface_leave(iface, &all_routers);
	ck_assert(!fwd_iface_is_member(iface, &all_routers));
	lab_free(lab);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("iface");

	tcase_add_test(tc, addresses);
	tcase_add_test(tc, unnumbered);
	tcase_add_test(tc, state_is_told);
	tcase_add_test(tc, groups);
	return test_main("iface", tc);
}
