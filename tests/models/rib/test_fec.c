/* SPDX-License-Identifier: Apache-2.0 */
/* FECs that are no prefixes: a border router swaps labels of VPN routes without a VRF. */
#include "models/rib/label.h"
#include "tests/models/rib/rib_lab.h"
#include "tests/testing.h"

static RibLab *lab;

static void setup(void)
{
	lab = rib_lab_new();
	rib_lab_iface(lab, "a", NULL, "10.0.1.1/30");
	rib_lab_route(lab->rib, &lab->igp, "10.9.0.1/32", 110, 1, "10.0.1.2 a");
	rib_lab_lsp(lab->rib, &lab->ldp, "10.9.0.1/32", 9, "10.0.1.2 a push 17");
	rib_lab_forget(lab);
}

static void teardown(void)
{
	rib_lab_free(lab);
}

static Fec vpn_fec(const char *rd, const char *text)
{
	NetPrefix prefix = rib_lab_prefix(text);
	NetRd number;

	ck_assert(net_rd_parse(rd, &number));
	return fec_vpn(number, &prefix);
}

static void publish(const Fec *fec, uint32_t label)
{
	RibHop hop = {
		.kind = RIB_HOP_RECURSIVE,
		.gateway = rib_lab_addr("10.9.0.1"),
		.needs_lsp = TRUE,
		.labels = {1, {{.value = label, .kind = LABEL_KIND_VPN}}},
	};
	RibLsp lsp = {.fec = *fec,
		      .source = &lab->ibgp,
		      .preference = 20,
		      .kind = LABEL_KIND_VPN,
		      .n_hops = 1,
		      .hops = &hop};

	rib_lsp_update(lab->rib, &lsp);
}

static uint32_t acquire(const Fec *fec)
{
	return rib_label_acquire(lab->rib, fec, "bgp-vpn", RIB_LABEL_TRANSIT);
}

START_TEST(a_label_of_a_vpn_route_is_swapped_and_goes_on_by_the_lsp_to_its_next_hop)
{
	Fec fec = vpn_fec("1:27", "10.4.0.0/16");

	publish(&fec, 29);
	ck_assert_uint_eq(acquire(&fec), 16);
	rib_lab_expect(lab, "lfib add 16 swap 17/29 10.0.1.2 a 1:27 10.4.0.0/16\n");
	ck_assert(!fwd_lfib_get(lab->fwd, 16)->bottom);
	publish(&fec, 30);
	rib_lab_expect(lab, "lfib replace 16 swap 17/30 10.0.1.2 a 1:27 10.4.0.0/16\n");
	rib_lsp_withdraw(lab->rib, &lab->ibgp, &fec);
	rib_lab_expect(lab, "lfib remove 16 swap 17/30 10.0.1.2 a 1:27 10.4.0.0/16\n");
}
END_TEST

START_TEST(the_label_may_come_first_and_the_lsp_below_last)
{
	Fec fec = vpn_fec("1:27", "10.4.0.0/16");

	rib_lab_lsp_withdraw(lab->rib, &lab->ldp, "10.9.0.1/32");
	rib_lab_forget(lab);
	acquire(&fec);
	publish(&fec, 29);
	rib_lab_expect(lab, "");
	rib_lab_lsp(lab->rib, &lab->ldp, "10.9.0.1/32", 9, "10.0.1.2 a push 18");
	rib_lab_expect(lab, "lfib add 16 swap 18/29 10.0.1.2 a 1:27 10.4.0.0/16\n");
	rib_lab_lsp_withdraw(lab->rib, &lab->ldp, "10.9.0.1/32");
	rib_lab_expect(lab, "lfib remove 16 drop 29 1:27 10.4.0.0/16\n");
}
END_TEST

START_TEST(a_route_distinguisher_makes_another_fec_and_the_table_has_neither)
{
	Fec one = vpn_fec("1:27", "10.4.0.0/16"), two = vpn_fec("1:28", "10.4.0.0/16");

	publish(&one, 29);
	publish(&two, 30);
	ck_assert_uint_eq(acquire(&two), 16);
	ck_assert_uint_eq(acquire(&one), 17);
	rib_lab_expect(lab, "lfib add 16 swap 17/30 10.0.1.2 a 1:28 10.4.0.0/16\n"
			    "lfib add 17 swap 17/29 10.0.1.2 a 1:27 10.4.0.0/16\n");
	ck_assert_str_eq(rib_lab_fib(lab, lab->rib, "10.4.0.1"), "none");
	ck_assert_str_eq(rib_lab_best(lab, lab->rib, "10.4.0.0/16"), "none");
	rib_label_release(lab->rib, &one);
	rib_source_withdraw_all(lab->rib, &lab->ibgp);
	rib_lab_expect(lab, "lfib remove 17 swap 17/29 10.0.1.2 a 1:27 10.4.0.0/16\n"
			    "lfib remove 16 swap 17/30 10.0.1.2 a 1:28 10.4.0.0/16\n");
}
END_TEST

/* Of the longer prefix it would be refused as a way to itself. */
START_TEST(the_prefix_may_contain_its_next_hop)
{
	Fec fec = vpn_fec("1:27", "10.9.0.1/32");

	publish(&fec, 29);
	acquire(&fec);
	rib_lab_expect(lab, "lfib add 16 swap 17/29 10.0.1.2 a 1:27 10.9.0.1/32\n");
}
END_TEST

START_TEST(a_crash_takes_it_all)
{
	Fec fec = vpn_fec("1:27", "10.4.0.0/16");

	publish(&fec, 29);
	acquire(&fec);
	rib_node_forget(lab->node);
	ck_assert_ptr_null(fwd_lfib_get(lab->fwd, 16));
	rib_lab_route(lab->rib, &lab->igp, "10.9.0.1/32", 110, 1, "10.0.1.2 a");
	rib_lab_lsp(lab->rib, &lab->ldp, "10.9.0.1/32", 9, "10.0.1.2 a push 17");
	ck_assert_uint_eq(acquire(&fec), 16);
	ck_assert_ptr_null(fwd_lfib_get(lab->fwd, 16));
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("fec");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc,
		       a_label_of_a_vpn_route_is_swapped_and_goes_on_by_the_lsp_to_its_next_hop);
	tcase_add_test(tc, the_label_may_come_first_and_the_lsp_below_last);
	tcase_add_test(tc, a_route_distinguisher_makes_another_fec_and_the_table_has_neither);
	tcase_add_test(tc, the_prefix_may_contain_its_next_hop);
	tcase_add_test(tc, a_crash_takes_it_all);
	return test_main("fec", tc);
}
