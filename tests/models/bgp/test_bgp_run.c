/* SPDX-License-Identifier: Apache-2.0 */
/* What the speakers of a network share is there once, and goes with the last of them. */
#include "models/bgp/bgp_run.h"
#include "tests/models/bgp/bgp_lab.h"
#include "tests/testing.h"

START_TEST(one_for_a_network)
{
	Sim *sim = sim_new(1);
	FwdNet *net = fwd_net_new(sim), *other = fwd_net_new(sim);
	BgpRun *run = bgp_run_of(net), *apart = bgp_run_of(other);

	ck_assert_ptr_ne(run, apart);
	ck_assert_ptr_eq(bgp_run_of(net), run);
	ck_assert_uint_eq(run->refs, 2);
	bgp_run_unref(run);
	ck_assert_uint_eq(run->refs, 1);
	ck_assert_ptr_eq(bgp_run_of(net), run);
	bgp_run_unref(run);
	bgp_run_unref(run);
	/* The next speaker of the network finds nothing of it. */
	run = bgp_run_of(net);
	ck_assert_uint_eq(run->refs, 1);
	ck_assert_uint_eq(bgp_attr_table_size(&run->attrs), 0);
	bgp_run_unref(run);
	bgp_run_unref(apart);
	fwd_net_free(net);
	fwd_net_free(other);
	sim_free(sim);
}
END_TEST

/* Two routers that know the same route hold one prefix and one set of attributes. */
START_TEST(shared_by_routers)
{
	static const uint32_t as_numbers[] = {1, 1, 1};
	Lab *lab = lab_new(3, as_numbers);
	BgpRun *run = lab_bgp(lab, 1)->run;

	ck_assert_ptr_eq(lab_bgp(lab, 3)->run, run);
	ck_assert_uint_eq(run->refs, 3);
	for (unsigned i = 2; i <= 3; i++) {
		lab_link(lab, 1, i);
		lab_neighbor(lab, 1, i, "ipv4");
		lab_neighbor(lab, i, 1, "ipv4");
	}
	lab_add_stub(lab, 1, "10.9.0.1/24");
	lab_originate(lab, 1, "10.9.0.0/24");
	lab_start(lab);
	lab_run(lab, 10 * SIM_SEC);
	ck_assert_uint_eq(net_prefix_ids_held(run->prefixes[BGP_FAMILY_IPV4]), 1);
	ck_assert_uint_eq(net_prefix_ids_held(run->prefixes[BGP_FAMILY_VPNV4]), 0);
	/* With labels or without, they may be of one table. */
	ck_assert_ptr_eq(run->prefixes[BGP_FAMILY_IPV4_LABELLED], run->prefixes[BGP_FAMILY_IPV4]);
	ck_assert_uint_eq(bgp_attr_table_size(&run->attrs), 2); /* R1's, and as it is told */
	ck_assert_ptr_eq(
		bgp_table_from(&lab_bgp(lab, 2)->tables[BGP_FAMILY_IPV4], 0)->paths->attrs,
		bgp_table_from(&lab_bgp(lab, 3)->tables[BGP_FAMILY_IPV4], 0)->paths->attrs);
	fwd_iface_set_shut(fwd_node_iface(lab_router(lab, 1)->fwd, "stub"), TRUE);
	lab_run(lab, 20 * SIM_SEC);
	ck_assert_uint_eq(net_prefix_ids_held(run->prefixes[BGP_FAMILY_IPV4]), 0);
	ck_assert_uint_eq(bgp_attr_table_size(&run->attrs), 0);
	lab_free(lab);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bgp_run");

	tcase_add_test(tc, one_for_a_network);
	tcase_add_test(tc, shared_by_routers);
	return test_main("bgp_run", tc);
}
