/* SPDX-License-Identifier: Apache-2.0 */
#include "models/rib/label.h"
#include "tests/models/rib/rib_lab.h"
#include "tests/testing.h"

static RibLab *lab;
static Rib *vpn;

static void setup(void)
{
	lab = rib_lab_new();
	vpn = rib_lab_vrf(lab, "VPN");
	rib_lab_iface(lab, "a", NULL, "10.0.1.1/30");
	rib_lab_iface(lab, "b", NULL, "10.0.2.1/30");
	rib_lab_iface(lab, "ce", rib_vrf(vpn), "192.168.2.1/30");
	rib_lab_forget(lab);
}

static void teardown(void)
{
	rib_lab_free(lab);
}

static uint32_t acquire(Rib *rib, const char *prefix, RibLabelFlags flags)
{
	Fec fec = rib_lab_fec(prefix);

	return rib_label_acquire(rib, &fec, "test", flags);
}

static void release(Rib *rib, const char *prefix)
{
	Fec fec = rib_lab_fec(prefix);

	rib_label_release(rib, &fec);
}

static gboolean configure(Rib *rib, const char *prefix, uint32_t value)
{
	Fec fec = rib_lab_fec(prefix);

	return rib_label_configure(rib, &fec, value);
}

/* The rule */

START_TEST(a_transit_label_is_swapped_for_that_of_the_lsp)
{
	rib_lab_route(lab->rib, &lab->igp, "10.9.0.1/32", 110, 1, "10.0.1.2 a");
	rib_lab_lsp(lab->rib, &lab->ldp, "10.9.0.1/32", 1, "10.0.1.2 a push 17");
	rib_lab_forget(lab);
	ck_assert_uint_eq(acquire(lab->rib, "10.9.0.1/32", RIB_LABEL_TRANSIT), 16);
	rib_lab_expect(lab, "lfib add 16 swap 17 10.0.1.2 a 10.9.0.1/32\n");
	ck_assert(!fwd_lfib_get(lab->fwd, 16)->bottom);
	ck_assert_str_eq(fwd_lfib_get(lab->fwd, 16)->owner->name, "test");
	rib_lab_lsp(lab->rib, &lab->ldp, "10.9.0.1/32", 1, "10.0.1.2 a push 18");
	rib_lab_expect(lab, "lfib replace 16 swap 18 10.0.1.2 a 10.9.0.1/32\n");
}
END_TEST

START_TEST(an_lsp_of_no_label_is_a_pop)
{
	rib_lab_lsp(lab->rib, &lab->ldp, "10.9.0.1/32", 1, "10.0.1.2 a");
	acquire(lab->rib, "10.9.0.1/32", RIB_LABEL_TRANSIT);
	rib_lab_expect(lab, "lfib add 16 pop 10.0.1.2 a 10.9.0.1/32\n");
	ck_assert(!fwd_lfib_get(lab->fwd, 16)->bottom);
	rib_lab_lsp_withdraw(lab->rib, &lab->ldp, "10.9.0.1/32");
	rib_lab_expect(lab, "lfib remove 16 pop 10.0.1.2 a 10.9.0.1/32\n");
}
END_TEST

START_TEST(a_transit_label_without_lsp_is_no_entry)
{
	rib_lab_route(lab->rib, &lab->igp, "10.9.0.1/32", 110, 1, "10.0.1.2 a");
	rib_lab_forget(lab);
	acquire(lab->rib, "10.9.0.1/32", RIB_LABEL_TRANSIT);
	acquire(lab->rib, "10.0.1.0/30", RIB_LABEL_TRANSIT);
	rib_lab_expect(lab, "");
	ck_assert_ptr_null(fwd_lfib_get(lab->fwd, 16));
	ck_assert_ptr_null(fwd_lfib_get(lab->fwd, 17));
}
END_TEST

START_TEST(label_and_lsp_come_in_either_order)
{
	acquire(lab->rib, "10.9.0.1/32", RIB_LABEL_TRANSIT);
	rib_lab_expect(lab, "");
	rib_lab_lsp(lab->rib, &lab->ldp, "10.9.0.1/32", 1, "10.0.1.2 a push 17");
	rib_lab_expect(lab, "lfib add 16 swap 17 10.0.1.2 a 10.9.0.1/32\n");
}
END_TEST

START_TEST(a_vpn_label_is_popped_towards_the_ce)
{
	rib_lab_route(vpn, &lab->ebgp, "10.4.0.0/16", 20, 0, "192.168.2.2 ce");
	rib_lab_forget(lab);
	acquire(vpn, "10.4.0.0/16", RIB_LABEL_EGRESS);
	rib_lab_expect(lab, "lfib add 16 pop 192.168.2.2 ce VPN 10.4.0.0/16\n");
	ck_assert(fwd_lfib_get(lab->fwd, 16)->bottom);
	rib_lab_withdraw(vpn, &lab->ebgp, "10.4.0.0/16");
	rib_lab_expect(lab, "route remove VPN 10.4.0.0/16 ebgp\n"
			    "lfib remove 16 pop 192.168.2.2 ce VPN 10.4.0.0/16\n");
}
END_TEST

START_TEST(a_vpn_label_of_a_connected_route_is_looked_up)
{
	acquire(vpn, "192.168.2.0/30", RIB_LABEL_EGRESS);
	rib_lab_expect(lab, "lfib add 16 pop-lookup VPN 192.168.2.0/30\n");
	ck_assert(fwd_lfib_get(lab->fwd, 16)->bottom);
	ck_assert_ptr_eq(fwd_lfib_get(lab->fwd, 16)->nh->u.vrf, rib_vrf(vpn));
	acquire(vpn, "192.168.2.1/32", RIB_LABEL_EGRESS);
	rib_lab_expect(lab, "lfib add 17 pop-lookup VPN 192.168.2.1/32\n");
}
END_TEST

START_TEST(a_labelled_route_is_swapped_and_goes_on)
{
	rib_lab_route(lab->rib, &lab->igp, "10.9.0.1/32", 110, 1, "10.0.1.2 a");
	rib_lab_lsp(lab->rib, &lab->ldp, "10.9.0.1/32", 1, "10.0.1.2 a push 17");
	rib_lab_route(vpn, &lab->ibgp, "10.4.0.0/16", 200, 0, "lsp 10.9.0.1 push 29");
	rib_lab_forget(lab);
	acquire(vpn, "10.4.0.0/16", RIB_LABEL_EGRESS);
	rib_lab_expect(lab, "lfib add 16 swap 17/29 10.0.1.2 a VPN 10.4.0.0/16\n");
	ck_assert(!fwd_lfib_get(lab->fwd, 16)->bottom);
}
END_TEST

/* RFC 4364 4.3.2: what comes out of the core goes to the CE, be there another way through the core. */
START_TEST(a_vpn_label_is_popped_beside_a_labelled_hop)
{
	rib_lab_route(lab->rib, &lab->igp, "10.9.0.1/32", 110, 1, "10.0.1.2 a");
	rib_lab_lsp(lab->rib, &lab->ldp, "10.9.0.1/32", 1, "10.0.1.2 a push 17");
	rib_lab_route(vpn, &lab->ebgp, "10.4.0.0/16", 20, 0,
		      "192.168.2.2 ce, lsp 10.9.0.1 push 29");
	rib_lab_forget(lab);
	acquire(vpn, "10.4.0.0/16", RIB_LABEL_EGRESS);
	rib_lab_expect(lab, "lfib add 16 pop 192.168.2.2 ce VPN 10.4.0.0/16\n");
	ck_assert(fwd_lfib_get(lab->fwd, 16)->bottom);
	rib_lab_link(lab, "ce", FWD_LINK_DOWN);
	rib_lab_expect(lab, "route replace VPN 10.4.0.0/16 ebgp 10.9.0.1/29\n"
			    "lfib replace 16 swap 17/29 10.0.1.2 a VPN 10.4.0.0/16\n"
			    "route remove VPN 192.168.2.0/30 connected\n"
			    "route remove VPN 192.168.2.1/32 local\n");
	ck_assert(!fwd_lfib_get(lab->fwd, 16)->bottom);
}
END_TEST

START_TEST(the_lsp_comes_before_a_labelled_route)
{
	rib_lab_route(lab->rib, &lab->ebgp, "10.9.0.1/32", 20, 1, "10.0.1.2 a push 99");
	rib_lab_forget(lab);
	acquire(lab->rib, "10.9.0.1/32", RIB_LABEL_TRANSIT);
	rib_lab_lsp(lab->rib, &lab->ldp, "10.9.0.1/32", 1, "10.0.2.2 b push 17");
	rib_lab_lsp_withdraw(lab->rib, &lab->ldp, "10.9.0.1/32");
	rib_lab_expect(lab, "lfib add 16 swap 99 10.0.1.2 a 10.9.0.1/32\n"
			    "lfib replace 16 swap 17 10.0.2.2 b 10.9.0.1/32\n"
			    "lfib replace 16 swap 99 10.0.1.2 a 10.9.0.1/32\n");
}
END_TEST

START_TEST(an_interface_elsewhere_changes_no_entry)
{
	rib_lab_route(lab->rib, &lab->igp, "10.9.0.1/32", 110, 1, "10.0.1.2 a");
	rib_lab_lsp(lab->rib, &lab->ldp, "10.9.0.1/32", 1, "10.0.1.2 a push 17");
	acquire(lab->rib, "10.9.0.1/32", RIB_LABEL_TRANSIT);
	acquire(lab->rib, "10.0.1.0/30", RIB_LABEL_EGRESS);
	rib_lab_forget(lab);
	rib_lab_link(lab, "b", FWD_LINK_DOWN);
	rib_lab_expect(lab, "route remove 10.0.2.0/30 connected\n"
			    "route remove 10.0.2.1/32 local\n");
	rib_lab_link(lab, "a", FWD_LINK_DOWN);
	rib_lab_expect(lab, "route remove 10.0.1.0/30 connected\n"
			    "lfib remove 17 pop-lookup 10.0.1.0/30\n"
			    "route remove 10.0.1.1/32 local\n"
			    "route remove 10.9.0.1/32 ospf\n"
			    "lfib remove 16 swap 17 10.0.1.2 a 10.9.0.1/32\n");
}
END_TEST

START_TEST(the_cause_of_an_entry_is_its_route)
{
	acquire(vpn, "10.4.0.0/16", RIB_LABEL_EGRESS);
	rib_lab_route(vpn, &lab->ebgp, "10.4.0.0/16", 20, 0, "192.168.2.2 ce");
	rib_lab_expect(lab, "route add VPN 10.4.0.0/16 ebgp 192.168.2.2 ce\n"
			    "lfib add 16 pop 192.168.2.2 ce VPN 10.4.0.0/16\n");
}
END_TEST

/* Values */

START_TEST(values_are_counted_up_and_not_reused_at_once)
{
	ck_assert_uint_eq(acquire(lab->rib, "10.1.0.0/16", 0), 16);
	ck_assert_uint_eq(acquire(vpn, "10.1.0.0/16", 0), 17);
	ck_assert_uint_eq(acquire(lab->rib, "10.1.0.0/16", 0), 16);
	release(lab->rib, "10.1.0.0/16");
	release(vpn, "10.1.0.0/16");
	ck_assert_uint_eq(acquire(vpn, "10.1.0.0/16", 0), 18);
	ck_assert_uint_eq(acquire(lab->rib, "10.1.0.0/16", 0), 16);
}
END_TEST

START_TEST(the_last_hold_takes_the_entry_with_it)
{
	rib_lab_lsp(lab->rib, &lab->ldp, "10.9.0.1/32", 1, "10.0.1.2 a push 17");
	acquire(lab->rib, "10.9.0.1/32", 0);
	acquire(lab->rib, "10.9.0.1/32", 0);
	rib_lab_forget(lab);
	release(lab->rib, "10.9.0.1/32");
	rib_lab_expect(lab, "");
	release(lab->rib, "10.9.0.1/32");
	rib_lab_expect(lab, "lfib remove 16 swap 17 10.0.1.2 a 10.9.0.1/32\n");
	rib_lab_lsp(lab->rib, &lab->ldp, "10.9.0.1/32", 1, "10.0.1.2 a push 18");
	rib_lab_expect(lab, "");
}
END_TEST

START_TEST(a_range_can_be_used_up)
{
	rib_label_set_range(lab->node, 100, 102);
	ck_assert(configure(lab->rib, "10.5.0.0/16", 101));
	ck_assert_uint_eq(acquire(lab->rib, "10.1.0.0/16", 0), 100);
	ck_assert_uint_eq(acquire(lab->rib, "10.2.0.0/16", 0), 102);
	ck_assert_uint_eq(acquire(lab->rib, "10.3.0.0/16", 0), NET_LABEL_NONE);
	ck_assert_uint_eq(acquire(lab->rib, "10.5.0.0/16", 0), 101);
	release(lab->rib, "10.1.0.0/16");
	ck_assert_uint_eq(acquire(lab->rib, "10.3.0.0/16", 0), 100);
}
END_TEST

static uint32_t acquire_from(RibLabelRange *range, const char *text)
{
	Fec fec = fec_prefix(&(NetPrefix){0});

	ck_assert(net_prefix_parse(text, FALSE, &fec.prefix));
	return rib_label_acquire_from(lab->rib, &fec, range, "ldp", 0);
}

static void count(void *user)
{
	(*(unsigned *)user)++;
}

START_TEST(a_range_of_its_own_is_nobody_elses)
{
	RibLabelRange *range = rib_label_range_get(lab->node, 17, 18);
	RibLabelRange *same = rib_label_range_get(lab->node, 17, 18);
	unsigned told = 0;

	ck_assert_ptr_eq(range, same);
	ck_assert_ptr_null(rib_label_range_get(lab->node, 18, 20));
	ck_assert_ptr_null(rib_label_range_get(lab->node, 15, 15));
	ck_assert_ptr_null(rib_label_range_get(lab->node, 30, 29));
	rib_label_watch(lab->node, count, &told);
	ck_assert_uint_eq(acquire(lab->rib, "10.1.0.0/16", 0), 16);
	ck_assert_uint_eq(acquire(lab->rib, "10.2.0.0/16", 0), 19);
	ck_assert_uint_eq(acquire_from(range, "10.3.0.0/16"), 17);
	ck_assert_uint_eq(acquire_from(range, "10.4.0.0/16"), 18);
	ck_assert_uint_eq(acquire_from(range, "10.5.0.0/16"), NET_LABEL_NONE);
	/* One that the FEC has already is shared. */
	ck_assert_uint_eq(acquire_from(range, "10.1.0.0/16"), 16);
	release(lab->rib, "10.2.0.0/16");
	ck_assert_uint_eq(told, 0);
	release(lab->rib, "10.3.0.0/16");
	ck_assert_uint_eq(told, 1);
	ck_assert_uint_eq(acquire_from(range, "10.5.0.0/16"), 17);
	release(lab->rib, "10.4.0.0/16");
	ck_assert_uint_eq(told, 1);
	rib_label_unwatch(lab->node, count, &told);
	rib_label_range_put(same);
	rib_label_range_put(range);
	ck_assert_ptr_nonnull(range = rib_label_range_get(lab->node, 18, 20));
	rib_label_range_put(range);
}
END_TEST

START_TEST(the_nodes_range_may_lie_within_another)
{
	RibLabelRange *range = rib_label_range_get(lab->node, 90, 101);

	rib_label_set_range(lab->node, 100, 102);
	ck_assert_uint_eq(acquire(lab->rib, "10.1.0.0/16", 0), 102);
	ck_assert_uint_eq(acquire(lab->rib, "10.2.0.0/16", 0), NET_LABEL_NONE);
	rib_label_range_put(range);
	ck_assert_uint_eq(acquire(lab->rib, "10.2.0.0/16", 0), 100);
}
END_TEST

START_TEST(configured_values_are_kept_for_their_fec)
{
	ck_assert(configure(vpn, "10.4.0.0/16", 29));
	ck_assert(configure(lab->rib, "10.4.0.0/16", 16));
	ck_assert(!configure(vpn, "10.5.0.0/16", 29));
	ck_assert(!configure(vpn, "10.4.0.0/16", 30));
	ck_assert(!configure(vpn, "10.6.0.0/16", 15));
	ck_assert(!configure(vpn, "10.6.0.0/16", 1 << 20));
	ck_assert(configure(vpn, "10.6.0.0/16", (1 << 20) - 1));
	ck_assert_uint_eq(acquire(vpn, "10.4.0.0/16", RIB_LABEL_EGRESS), 29);
	ck_assert_uint_eq(acquire(vpn, "10.5.0.0/16", 0), 17);
	rib_lab_expect(lab, "");
	release(vpn, "10.4.0.0/16");
	ck_assert_uint_eq(acquire(vpn, "10.7.0.0/16", 0), 18);
	ck_assert_uint_eq(acquire(vpn, "10.4.0.0/16", RIB_LABEL_EGRESS), 29);
}
END_TEST

START_TEST(a_configured_value_has_no_entry_before_it_is_asked_for)
{
	rib_lab_route(vpn, &lab->ebgp, "10.4.0.0/16", 20, 0, "192.168.2.2 ce");
	ck_assert(configure(vpn, "10.4.0.0/16", 29));
	rib_lab_forget(lab);
	rib_lab_route(vpn, &lab->ebgp, "10.4.0.0/16", 20, 1, "192.168.2.2 ce");
	rib_lab_expect(lab, "route replace VPN 10.4.0.0/16 ebgp 192.168.2.2 ce\n");
	acquire(vpn, "10.4.0.0/16", RIB_LABEL_EGRESS);
	rib_lab_expect(lab, "lfib add 29 pop 192.168.2.2 ce VPN 10.4.0.0/16\n");
}
END_TEST

static void ask_for_label(Rib *rib, const NetPrefix *prefix, const RibRoute *before,
			  const RibRoute *after, void *user)
{
	Fec fec = fec_prefix(prefix);

	(void)user;
	if (!before && after)
		rib_label_acquire(rib, &fec, "vpn", RIB_LABEL_EGRESS);
	if (before && !after)
		rib_label_release(rib, &fec);
}

START_TEST(a_watcher_may_ask_and_give_back)
{
	rib_watch(vpn, ask_for_label, NULL);
	rib_lab_route(vpn, &lab->ebgp, "10.4.0.0/16", 20, 0, "192.168.2.2 ce");
	rib_lab_withdraw(vpn, &lab->ebgp, "10.4.0.0/16");
	rib_lab_expect(lab, "route add VPN 10.4.0.0/16 ebgp 192.168.2.2 ce\n"
			    "lfib add 16 pop 192.168.2.2 ce VPN 10.4.0.0/16\n"
			    "route remove VPN 10.4.0.0/16 ebgp\n"
			    "lfib remove 16 pop 192.168.2.2 ce VPN 10.4.0.0/16\n");
	ck_assert_ptr_null(fwd_lfib_get(lab->fwd, 16));
}
END_TEST

/* A crash: entries are told as removed, held labels are free again, and so are those that were configured or
 * reserved: the protocols that did so are made anew. */
START_TEST(forgotten_labels_are_given_anew)
{
	rib_lab_route(vpn, &lab->ebgp, "10.4.0.0/16", 20, 0, "192.168.2.2 ce");
	acquire(vpn, "10.4.0.0/16", RIB_LABEL_EGRESS);
	acquire(vpn, "10.4.0.0/16", RIB_LABEL_EGRESS);
	ck_assert(configure(lab->rib, "10.9.0.1/32", 500));
	rib_lab_lsp(lab->rib, &lab->ldp, "10.9.0.1/32", 1, "10.0.1.2 a push 17");
	ck_assert_uint_eq(acquire(lab->rib, "10.9.0.1/32", RIB_LABEL_TRANSIT), 500);
	ck_assert(rib_label_reserve(lab->node, 600));
	rib_node_forget(lab->node);
	ck_assert(rib_label_reserve(lab->node, 600));
	ck_assert(configure(lab->rib, "10.9.0.1/32", 500));
	ck_assert_ptr_null(fwd_lfib_get(lab->fwd, 16));
	ck_assert_ptr_null(fwd_lfib_get(lab->fwd, 500));
	ck_assert_uint_eq(acquire(lab->rib, "10.8.0.0/16", RIB_LABEL_TRANSIT), 16);
	ck_assert_uint_eq(acquire(vpn, "10.4.0.0/16", RIB_LABEL_EGRESS), 17);
	ck_assert_uint_eq(acquire(lab->rib, "10.9.0.1/32", RIB_LABEL_TRANSIT), 500);
	release(vpn, "10.4.0.0/16"); /* one hold is enough: those from before do not count */
	ck_assert_uint_eq(acquire(vpn, "10.7.0.0/16", RIB_LABEL_EGRESS), 18);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("label");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, a_transit_label_is_swapped_for_that_of_the_lsp);
	tcase_add_test(tc, an_lsp_of_no_label_is_a_pop);
	tcase_add_test(tc, a_transit_label_without_lsp_is_no_entry);
	tcase_add_test(tc, label_and_lsp_come_in_either_order);
	tcase_add_test(tc, a_vpn_label_is_popped_towards_the_ce);
	tcase_add_test(tc, a_vpn_label_of_a_connected_route_is_looked_up);
	tcase_add_test(tc, a_labelled_route_is_swapped_and_goes_on);
	tcase_add_test(tc, a_vpn_label_is_popped_beside_a_labelled_hop);
	tcase_add_test(tc, the_lsp_comes_before_a_labelled_route);
	tcase_add_test(tc, an_interface_elsewhere_changes_no_entry);
	tcase_add_test(tc, the_cause_of_an_entry_is_its_route);
	tcase_add_test(tc, values_are_counted_up_and_not_reused_at_once);
	tcase_add_test(tc, the_last_hold_takes_the_entry_with_it);
	tcase_add_test(tc, a_range_can_be_used_up);
	tcase_add_test(tc, a_range_of_its_own_is_nobody_elses);
	tcase_add_test(tc, the_nodes_range_may_lie_within_another);
	tcase_add_test(tc, configured_values_are_kept_for_their_fec);
	tcase_add_test(tc, a_configured_value_has_no_entry_before_it_is_asked_for);
	tcase_add_test(tc, a_watcher_may_ask_and_give_back);
	tcase_add_test(tc, forgotten_labels_are_given_anew);
	return test_main("label", tc);
}
