/* SPDX-License-Identifier: Apache-2.0 */
/* R2, which gives labels per next hop, tells R3, of another AS, what R1 says, with itself as next hop. */
#include "models/bgp/bgp_label.h"
#include "models/bgp/bgp_label_shared.h"
#include "models/fwd/lfib.h"
#include "models/rib/label.h"
#include "tests/models/bgp/bgp_lab.h"
#include "tests/models/bgp/vpn_origin.h"
#include "tests/testing.h"

static Lab *lab;

static void setup(void)
{
	const char *families = "vpnv4";

	lab = lab_new(3, (const uint32_t[]){65001, 65001, 65003});
	lab_link(lab, 1, 2);
	lab_link(lab, 2, 3);
	lab_set_lsp(lab, 2, 1, TRUE);
	lab_set_lsp(lab, 3, 2, TRUE);
	lab_neighbor(lab, 1, 2, families);
	lab_neighbor(lab, 2, 1, families);
	lab_neighbor_with(lab, 2, 3, families, "disable-connected-check=yes");
	lab_neighbor_with(lab, 3, 2, families, "disable-connected-check=yes");
	lab_bgp(lab, 2)->label_mode = BGP_LABEL_PER_NEXT_HOP;
	lab_start(lab);
}

static void teardown(void)
{
	lab_free(lab);
}

static NetPrefix prefix(const char *text)
{
	NetPrefix p;

	ck_assert(net_prefix_parse(text, FALSE, &p));
	return p;
}

static NetRd rd(void)
{
	NetRd out;

	ck_assert(net_rd_parse("65001:1", &out));
	return out;
}

static void run(void)
{
	lab_run(lab, lab->sim->now + 5 * SIM_SEC);
}

static void originate(const char *text, uint32_t label)
{
	NetRt rt;
	VpnOrigin route = {.rd = rd(),
			   .prefix = prefix(text),
			   .label = label,
			   .route_targets = &rt,
			   .n_route_targets = 1};

	ck_assert(net_rt_parse("65001:7", &rt));
	vpn_origin_put(lab_router(lab, 1)->bgp, &route);
	run();
}

static void withdraw(const char *text)
{
	NetPrefix p = prefix(text);

	bgp_vpn_withdraw(lab_router(lab, 1)->bgp, rd(), &p);
	run();
}

static const BgpPath *path_at(unsigned router, const char *text)
{
	NetPrefix p = prefix(text);
	const BgpNet *net =
		bgp_table_find(&lab_bgp(lab, router)->tables[BGP_FAMILY_VPNV4], rd(), &p);

	return net ? bgp_net_chosen(net) : NULL;
}

/* What R3 has been told; NET_LABEL_NONE: nothing. */
static uint32_t told(const char *text)
{
	const BgpPath *path = path_at(3, text);
	NetAddr r2 = lab_loopback(2);

	if (!path)
		return NET_LABEL_NONE;
	ck_assert(net_addr_equal(&path->attrs->attrs.next_hop, &r2));
	return bgp_label_value(path->label);
}

/* What R2 swaps the label for; NET_LABEL_NONE: it has no entry. */
static uint32_t swapped(uint32_t label)
{
	const FwdLfibEntry *entry = fwd_lfib_get(lab_router(lab, 2)->fwd, label);
	LabelStack labels;
	FwdNextHop space;

	if (!entry)
		return NET_LABEL_NONE;
	fwd_nexthop_end(fwd_lfib_next_hop(entry, &space), &labels);
	return labels.label[labels.depth - 1].value;
}

static void expect_fec(uint32_t label, const char *text)
{
	g_autoptr(GString) fec = g_string_new(NULL);

	fwd_lfib_append_fec(fwd_lfib_get(lab_router(lab, 2)->fwd, label), fec);
	ck_assert_str_eq(fec->str, text);
}

START_TEST(routes_with_one_next_hop_and_label_share_one_until_the_last_has_gone)
{
	originate("10.77.0.0/16", 100);
	originate("10.78.0.0/16", 100);
	originate("10.79.0.0/16", 101);
	ck_assert_uint_eq(told("10.77.0.0/16"), 16);
	ck_assert_uint_eq(told("10.78.0.0/16"), 16);
	ck_assert_uint_eq(told("10.79.0.0/16"), 17);
	ck_assert_uint_eq(swapped(16), 100);
	ck_assert_uint_eq(swapped(17), 101);
	expect_fec(16, "10.0.0.1/32");
	withdraw("10.77.0.0/16");
	ck_assert_uint_eq(told("10.77.0.0/16"), NET_LABEL_NONE);
	ck_assert_uint_eq(swapped(16), 100);
	withdraw("10.78.0.0/16");
	ck_assert_uint_eq(swapped(16), NET_LABEL_NONE);
	ck_assert_uint_eq(swapped(17), 101);
}
END_TEST

START_TEST(a_route_that_comes_with_another_label_goes_over_to_another_one)
{
	originate("10.77.0.0/16", 100);
	originate("10.78.0.0/16", 100);
	originate("10.77.0.0/16", 101);
	ck_assert_uint_eq(told("10.77.0.0/16"), 17);
	ck_assert_uint_eq(told("10.78.0.0/16"), 16);
	ck_assert_uint_eq(swapped(16), 100);
	ck_assert_uint_eq(swapped(17), 101);
	originate("10.78.0.0/16", 101);
	ck_assert_uint_eq(told("10.78.0.0/16"), 17);
	ck_assert_uint_eq(swapped(16), NET_LABEL_NONE);
}
END_TEST

START_TEST(where_there_is_none_left_those_that_can_share_are_told)
{
	rib_label_set_range(lab_router(lab, 2)->rib_node, 40, 40);
	originate("10.77.0.0/16", 100);
	originate("10.78.0.0/16", 101);
	originate("10.79.0.0/16", 100);
	ck_assert_uint_eq(told("10.77.0.0/16"), 40);
	ck_assert_uint_eq(told("10.78.0.0/16"), NET_LABEL_NONE);
	ck_assert_uint_eq(told("10.79.0.0/16"), 40);
	originate("10.79.0.0/16", 101);
	ck_assert_uint_eq(told("10.79.0.0/16"), NET_LABEL_NONE);
	withdraw("10.77.0.0/16");
	ck_assert_uint_eq(told("10.78.0.0/16"), 40);
	ck_assert_uint_eq(told("10.79.0.0/16"), 40);
	ck_assert_uint_eq(swapped(40), 101);
}
END_TEST

START_TEST(it_follows_the_lsp_to_the_next_hop)
{
	originate("10.77.0.0/16", 100);
	originate("10.78.0.0/16", 100);
	lab_set_lsp(lab, 2, 1, FALSE);
	run();
	ck_assert_uint_eq(told("10.77.0.0/16"), NET_LABEL_NONE);
	ck_assert_uint_eq(swapped(16), NET_LABEL_NONE);
	lab_set_lsp(lab, 2, 1, TRUE);
	run();
	ck_assert_uint_eq(told("10.77.0.0/16"), told("10.78.0.0/16"));
	ck_assert_uint_eq(swapped(told("10.77.0.0/16")), 100);
}
END_TEST

START_TEST(it_goes_with_who_was_told)
{
	originate("10.77.0.0/16", 100);
	originate("10.78.0.0/16", 100);
	bgp_class.stop(lab_router(lab, 3)->bgp);
	run();
	ck_assert_ptr_nonnull(path_at(2, "10.77.0.0/16"));
	ck_assert_uint_eq(swapped(16), NET_LABEL_NONE);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bgp_label_shared");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, routes_with_one_next_hop_and_label_share_one_until_the_last_has_gone);
	tcase_add_test(tc, a_route_that_comes_with_another_label_goes_over_to_another_one);
	tcase_add_test(tc, where_there_is_none_left_those_that_can_share_are_told);
	tcase_add_test(tc, it_follows_the_lsp_to_the_next_hop);
	tcase_add_test(tc, it_goes_with_who_was_told);
	return test_main("bgp_label_shared", tc);
}
