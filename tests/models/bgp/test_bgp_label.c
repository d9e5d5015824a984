/* SPDX-License-Identifier: Apache-2.0 */
/* R2 tells R3 and, where a test has it do so, R4, of another AS, what R1 says, with itself as next hop and a label of its own. */
#include "models/bgp/bgp_admin.h"
#include "models/bgp/bgp_label.h"
#include "models/bgp/bgp_update_out.h"
#include "models/fwd/lfib.h"
#include "models/rib/label.h"
#include "tests/models/bgp/bgp_lab.h"
#include "tests/models/bgp/vpn_origin.h"
#include "tests/testing.h"

static Lab *lab;

static void setup(void)
{
	const char *families = "vpnv4";

	lab = lab_new(4, (const uint32_t[]){65001, 65001, 65003, 65003});
	lab_link(lab, 1, 2);
	lab_link(lab, 2, 3);
	lab_link(lab, 2, 4);
	lab_set_lsp(lab, 2, 1, TRUE);
	lab_set_lsp(lab, 3, 2, TRUE);
	lab_neighbor(lab, 1, 2, families);
	lab_neighbor(lab, 2, 1, families);
	lab_neighbor_with(lab, 2, 3, families, "disable-connected-check=yes");
	lab_neighbor_with(lab, 3, 2, families, "disable-connected-check=yes");
	lab_neighbor_with(lab, 2, 4, families, "disable-connected-check=yes shutdown=yes");
	lab_neighbor_with(lab, 4, 2, families, "disable-connected-check=yes");
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

START_TEST(a_label_of_its_own_follows_the_route)
{
	originate("10.77.0.0/16", 100);
	uint32_t own = told("10.77.0.0/16");
	ck_assert_uint_eq(own, 16);
	ck_assert_uint_eq(swapped(own), 100);
	ck_assert_str_eq(fwd_lfib_get(lab_router(lab, 2)->fwd, own)->owner->name, "bgp-vpn");
	originate("10.77.0.0/16", 101);
	ck_assert_uint_eq(told("10.77.0.0/16"), own);
	ck_assert_uint_eq(swapped(own), 101);
	withdraw("10.77.0.0/16");
	ck_assert_uint_eq(told("10.77.0.0/16"), NET_LABEL_NONE);
	ck_assert_uint_eq(swapped(own), NET_LABEL_NONE);
}
END_TEST

START_TEST(it_goes_with_who_was_told)
{
	originate("10.77.0.0/16", 100);
	ck_assert_uint_eq(swapped(16), 100);
	bgp_class.stop(lab_router(lab, 3)->bgp);
	run();
	ck_assert_ptr_nonnull(path_at(2, "10.77.0.0/16"));
	ck_assert_uint_eq(swapped(16), NET_LABEL_NONE);
	bgp_class.start(lab_router(lab, 3)->bgp);
	lab_run(lab, lab->sim->now + 200 * SIM_SEC);
	ck_assert_uint_eq(swapped(told("10.77.0.0/16")), 100);
}
END_TEST

START_TEST(a_route_that_is_of_no_use_is_told_no_more)
{
	originate("10.77.0.0/16", 100);
	lab_set_lsp(lab, 2, 1, FALSE);
	run();
	ck_assert_uint_eq(told("10.77.0.0/16"), NET_LABEL_NONE);
	lab_set_lsp(lab, 2, 1, TRUE);
	run();
	ck_assert_uint_eq(swapped(told("10.77.0.0/16")), 100);
}
END_TEST

START_TEST(where_there_is_none_left_the_next_one_is_waited_for)
{
	rib_label_set_range(lab_router(lab, 2)->rib_node, 40, 40);
	originate("10.77.0.0/16", 100);
	originate("10.78.0.0/16", 101);
	ck_assert_uint_eq(told("10.77.0.0/16"), 40);
	ck_assert_uint_eq(told("10.78.0.0/16"), NET_LABEL_NONE);
	ck_assert_uint_eq(lab_count(lab, "not told to 10.0.0.3: the label range is used up"), 1);
	withdraw("10.77.0.0/16");
	ck_assert_uint_eq(told("10.78.0.0/16"), 40);
	ck_assert_uint_eq(swapped(40), 101);
}
END_TEST

/* What waits for a label may be gone when there is one. */
START_TEST(what_waited_may_be_gone)
{
	rib_label_set_range(lab_router(lab, 2)->rib_node, 40, 40);
	originate("10.77.0.0/16", 100);
	originate("10.78.0.0/16", 101);
	withdraw("10.78.0.0/16");
	withdraw("10.77.0.0/16");
	originate("10.79.0.0/16", 102);
	ck_assert_uint_eq(told("10.79.0.0/16"), 40);
}
END_TEST

static uint32_t own_label(const char *text)
{
	const BgpTable *table = &lab_bgp(lab, 2)->tables[BGP_FAMILY_VPNV4];
	NetPrefix p = prefix(text);
	const BgpNet *net = bgp_table_find(table, rd(), &p);

	ck_assert_ptr_nonnull(net);
	return bgp_label_of(table, net->id);
}

/* Two are told in one stream, one goes on in a stream of its own, the other one leaves. */
START_TEST(the_last_of_several_gives_it_back)
{
	BgpPeer *r3 = lab_peer(lab, 2, 3), *r4 = lab_peer(lab, 2, 4);
	BgpPeerFamily *family = &r3->families[BGP_FAMILY_VPNV4];

	bgp_admin_apply(r4, BGP_ADMIN_NO_SHUTDOWN, NULL);
	lab_run(lab, lab->sim->now + 200 * SIM_SEC);
	originate("10.77.0.0/16", 100);
	ck_assert_uint_eq(own_label("10.77.0.0/16"), 16);
	ck_assert_uint_eq(family->stream->members->len, 2);
	bgp_stream_split(family->stream, r3);
	ck_assert_uint_eq(family->stream->members->len, 1);
	bgp_class.stop(lab_router(lab, 4)->bgp);
	run();
	ck_assert_uint_eq(own_label("10.77.0.0/16"), 16);
	ck_assert_uint_eq(swapped(16), 100);
	bgp_class.stop(lab_router(lab, 3)->bgp);
	run();
	ck_assert_uint_eq(own_label("10.77.0.0/16"), NET_LABEL_NONE);
	ck_assert_uint_eq(swapped(16), NET_LABEL_NONE);
}
END_TEST

START_TEST(what_fits_in_no_message_has_none)
{
	run();
	lab_peer(lab, 2, 3)->families[BGP_FAMILY_VPNV4].group->key.message_max = 60;
	originate("10.77.0.0/16", 100);
	ck_assert_uint_eq(lab_count(lab, "its attributes fill a message"), 1);
	ck_assert_uint_eq(own_label("10.77.0.0/16"), NET_LABEL_NONE);
	ck_assert_uint_eq(swapped(16), NET_LABEL_NONE);
}
END_TEST

START_TEST(who_is_told_another_next_hop_gets_the_label_as_it_came)
{
	originate("10.77.0.0/16", 100);
	ck_assert_uint_eq(own_label("10.77.0.0/16"), 16);
	lab_peer(lab, 2, 3)->families[BGP_FAMILY_VPNV4].next_hop = BGP_NEXT_HOP_UNCHANGED;
	bgp_update_move(lab_peer(lab, 2, 3), BGP_FAMILY_VPNV4);
	run();
	ck_assert_uint_eq(bgp_label_value(path_at(3, "10.77.0.0/16")->label), 100);
	ck_assert_uint_eq(own_label("10.77.0.0/16"), NET_LABEL_NONE);
	ck_assert_uint_eq(swapped(16), NET_LABEL_NONE);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bgp_label");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, a_label_of_its_own_follows_the_route);
	tcase_add_test(tc, it_goes_with_who_was_told);
	tcase_add_test(tc, a_route_that_is_of_no_use_is_told_no_more);
	tcase_add_test(tc, where_there_is_none_left_the_next_one_is_waited_for);
	tcase_add_test(tc, what_waited_may_be_gone);
	tcase_add_test(tc, the_last_of_several_gives_it_back);
	tcase_add_test(tc, what_fits_in_no_message_has_none);
	tcase_add_test(tc, who_is_told_another_next_hop_gets_the_label_as_it_came);
	return test_main("bgp_label", tc);
}
