/* SPDX-License-Identifier: Apache-2.0 */
/* A border router swaps labels of VPN routes without a VRF. */
#include "models/rib/label.h"
#include "models/rib/swap.h"
#include "tests/models/rib/rib_lab.h"
#include "tests/testing.h"

enum { MANY = 4 };

static RibLab *lab;
static RibSwaps swaps;
static RibNht *nht;
static uint32_t labels[MANY]; /* by key; 0: none */
static RibSwap leads_to[MANY];

static Fec fec_of(const RibSwaps *self, uint32_t key)
{
	NetPrefix prefix = rib_lab_prefix("10.4.0.0/16");

	(void)self;
	return fec_vpn(UINT64_C(1) << 32 | key, &prefix);
}

static void describe(const RibSwaps *self, uint32_t key, RibSwap *out)
{
	(void)self;
	*out = leads_to[key];
}

static void foreach_swap(const RibSwaps *self, RibSwapFn fn, void *user)
{
	for (uint32_t key = 0; key < MANY; key++)
		if (labels[key] > 0)
			fn(self, labels[key], key, user);
}

static void ignore(RibNht *changed, void *user)
{
	(void)changed;
	(void)user;
}

static void setup(void)
{
	NetAddr gateway = rib_lab_addr("10.9.0.1");

	lab = rib_lab_new();
	rib_lab_iface(lab, "a", NULL, "10.0.1.1/30");
	rib_lab_route(lab->rib, &lab->igp, "10.9.0.1/32", 110, 1, "10.0.1.2 a");
	rib_lab_lsp(lab->rib, &lab->ldp, "10.9.0.1/32", 9, "10.0.1.2 a push 17");
	nht = rib_nht_track(lab->rib, &gateway, RIB_NHT_LSP, ignore, NULL);
	rib_swaps_init(&swaps, lab->node, "bgp-vpn");
	swaps.source = &lab->ibgp;
	swaps.fec = fec_of;
	swaps.describe = describe;
	swaps.each = foreach_swap;
	for (unsigned i = 0; i < MANY; i++) {
		labels[i] = 0;
		leads_to[i] = (RibSwap){0};
	}
	rib_lab_forget(lab);
}

static void teardown(void)
{
	rib_swaps_release(&swaps);
	rib_nht_untrack(nht, ignore, NULL);
	rib_lab_free(lab);
}

static void take(uint32_t key)
{
	labels[key] = rib_swap_take(&swaps);
}

/* label 0: nowhere. */
static void lead(uint32_t key, uint32_t label)
{
	leads_to[key].next_hop = label > 0 ? nht : NULL;
	leads_to[key].out = (Label){label > 0 ? label : NET_LABEL_NONE, LABEL_KIND_VPN};
	rib_swap_update(&swaps, labels[key], key);
}

START_TEST(a_label_is_swapped_and_goes_on_by_the_lsp_to_the_next_hop)
{
	take(1);
	ck_assert_uint_eq(labels[1], 16);
	rib_lab_expect(lab, "");
	lead(1, 29);
	rib_lab_expect(lab, "lfib add 16 swap 17/29 10.0.1.2 a 1:1 10.4.0.0/16\n");
	ck_assert(!fwd_lfib_get(lab->fwd, 16)->bottom);
	lead(1, 29);
	rib_lab_expect(lab, "");
	lead(1, 30);
	rib_lab_expect(lab, "lfib replace 16 swap 17/30 10.0.1.2 a 1:1 10.4.0.0/16\n");
	lead(1, 0);
	rib_lab_expect(lab, "lfib remove 16 swap 17/30 10.0.1.2 a 1:1 10.4.0.0/16\n");
}
END_TEST

START_TEST(the_lsp_below_may_come_last)
{
	rib_lab_lsp_withdraw(lab->rib, &lab->ldp, "10.9.0.1/32");
	rib_lab_forget(lab);
	take(1);
	lead(1, 29);
	rib_lab_expect(lab, "");
	rib_lab_lsp(lab->rib, &lab->ldp, "10.9.0.1/32", 9, "10.0.1.2 a push 18");
	lead(1, 29);
	rib_lab_expect(lab, "lfib add 16 swap 18/29 10.0.1.2 a 1:1 10.4.0.0/16\n");
	rib_lab_lsp_withdraw(lab->rib, &lab->ldp, "10.9.0.1/32");
	lead(1, 29);
	rib_lab_expect(lab, "lfib remove 16 drop 29 1:1 10.4.0.0/16\n");
}
END_TEST

START_TEST(all_share_the_object_of_the_next_hop)
{
	unsigned refs = rib_nht_next_hop(nht)->refs;

	take(2);
	take(1);
	lead(1, 29);
	lead(2, 30);
	rib_lab_expect(lab, "lfib add 17 swap 17/29 10.0.1.2 a 1:1 10.4.0.0/16\n"
			    "lfib add 16 swap 17/30 10.0.1.2 a 1:2 10.4.0.0/16\n");
	ck_assert_uint_eq(rib_nht_next_hop(nht)->refs, refs + 2);
	rib_lab_lsp(lab->rib, &lab->ldp, "10.9.0.1/32", 9, "10.0.1.2 a push 19");
	rib_lab_expect(lab, "");
	rib_swap_give_back(&swaps, labels[1]);
	rib_lab_expect(lab, "lfib remove 17 swap 19/29 10.0.1.2 a 1:1 10.4.0.0/16\n");
	labels[1] = 0;
	rib_label_set_range(lab->node, 17, 17);
	take(3);
	ck_assert_uint_eq(labels[3], 17);
	ck_assert_uint_eq(rib_swap_take(&swaps), NET_LABEL_NONE);
}
END_TEST

/* Written once, as things are by then; not at all where the label has gone back. */
START_TEST(entries_wait_for_the_control_processor)
{
	lab->fwd->costs.fib = SIM_MSEC;
	take(1);
	take(2);
	lead(1, 29);
	lead(2, 30);
	lead(1, 31);
	rib_lab_expect(lab, "");
	rib_swap_give_back(&swaps, labels[2]);
	labels[2] = 0;
	sim_run(lab->sim, lab->sim->now + SIM_SEC);
	rib_lab_expect(lab, "lfib add 16 swap 17/31 10.0.1.2 a 1:1 10.4.0.0/16\n");
}
END_TEST

START_TEST(a_label_that_is_taken_again_while_its_entry_waits_is_the_new_one)
{
	lab->fwd->costs.fib = SIM_MSEC;
	rib_label_set_range(lab->node, 16, 16);
	take(1);
	lead(1, 29);
	rib_swap_give_back(&swaps, labels[1]);
	labels[1] = 0;
	take(2);
	ck_assert_uint_eq(labels[2], 16);
	lead(2, 30);
	sim_run(lab->sim, lab->sim->now + SIM_SEC);
	rib_lab_expect(lab, "lfib add 16 swap 17/30 10.0.1.2 a 1:2 10.4.0.0/16\n");
}
END_TEST

START_TEST(a_crash_takes_it_all)
{
	take(1);
	lead(1, 29);
	rib_node_forget(lab->node);
	ck_assert_ptr_null(fwd_lfib_get(lab->fwd, 16));
	take(2);
	ck_assert_uint_eq(labels[2], 16);
	ck_assert_ptr_null(fwd_lfib_get(lab->fwd, 16));
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("swap");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, a_label_is_swapped_and_goes_on_by_the_lsp_to_the_next_hop);
	tcase_add_test(tc, the_lsp_below_may_come_last);
	tcase_add_test(tc, all_share_the_object_of_the_next_hop);
	tcase_add_test(tc, entries_wait_for_the_control_processor);
	tcase_add_test(tc, a_label_that_is_taken_again_while_its_entry_waits_is_the_new_one);
	tcase_add_test(tc, a_crash_takes_it_all);
	return test_main("swap", tc);
}
