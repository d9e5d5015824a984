/* SPDX-License-Identifier: Apache-2.0 */
/* Labels of a border router's own, a label for each prefix. */
#include "models/bgp/bgp_admin.h"
#include "models/bgp/bgp_label.h"
#include "models/bgp/bgp_update_out.h"
#include "models/fwd/lfib.h"
#include "models/rib/label.h"
#include "tests/models/bgp/border_lab.h"
#include "tests/testing.h"

static Lab *lab;

static void setup(void)
{
	lab = border_lab_new(BGP_LABEL_PER_PREFIX);
}

static void teardown(void)
{
	lab_free(lab);
}

START_TEST(a_label_of_its_own_follows_the_route)
{
	border_originate(lab, "10.77.0.0/16", 100);
	uint32_t own = border_told(lab, "10.77.0.0/16");
	ck_assert_uint_eq(own, 16);
	ck_assert_uint_eq(border_swapped(lab, own), 100);
	ck_assert_str_eq(fwd_lfib_get(lab_router(lab, 2)->fwd, own)->owner->name, "bgp-vpn");
	border_originate(lab, "10.77.0.0/16", 101);
	ck_assert_uint_eq(border_told(lab, "10.77.0.0/16"), own);
	ck_assert_uint_eq(border_swapped(lab, own), 101);
	border_withdraw(lab, "10.77.0.0/16");
	ck_assert_uint_eq(border_told(lab, "10.77.0.0/16"), NET_LABEL_NONE);
	ck_assert_uint_eq(border_swapped(lab, own), NET_LABEL_NONE);
}
END_TEST

START_TEST(it_goes_with_who_was_told)
{
	border_originate(lab, "10.77.0.0/16", 100);
	ck_assert_uint_eq(border_swapped(lab, 16), 100);
	bgp_class.stop(lab_router(lab, 3)->bgp);
	border_run(lab);
	ck_assert_ptr_nonnull(border_path_at(lab, 2, "10.77.0.0/16"));
	ck_assert_uint_eq(border_swapped(lab, 16), NET_LABEL_NONE);
	bgp_class.start(lab_router(lab, 3)->bgp);
	lab_run(lab, lab->sim->now + 200 * SIM_SEC);
	ck_assert_uint_eq(border_swapped(lab, border_told(lab, "10.77.0.0/16")), 100);
}
END_TEST

START_TEST(a_route_that_is_of_no_use_is_told_no_more)
{
	border_originate(lab, "10.77.0.0/16", 100);
	lab_set_lsp(lab, 2, 1, FALSE);
	border_run(lab);
	ck_assert_uint_eq(border_told(lab, "10.77.0.0/16"), NET_LABEL_NONE);
	lab_set_lsp(lab, 2, 1, TRUE);
	border_run(lab);
	ck_assert_uint_eq(border_swapped(lab, border_told(lab, "10.77.0.0/16")), 100);
}
END_TEST

START_TEST(where_there_is_none_left_the_next_one_is_waited_for)
{
	rib_label_set_range(lab_router(lab, 2)->rib_node, 40, 40);
	border_originate(lab, "10.77.0.0/16", 100);
	border_originate(lab, "10.78.0.0/16", 101);
	ck_assert_uint_eq(border_told(lab, "10.77.0.0/16"), 40);
	ck_assert_uint_eq(border_told(lab, "10.78.0.0/16"), NET_LABEL_NONE);
	ck_assert_uint_eq(lab_count(lab, "not told to 10.0.0.3: the label range is used up"), 1);
	border_withdraw(lab, "10.77.0.0/16");
	ck_assert_uint_eq(border_told(lab, "10.78.0.0/16"), 40);
	ck_assert_uint_eq(border_swapped(lab, 40), 101);
}
END_TEST

/* What waits for a label may be gone when there is one. */
START_TEST(what_waited_may_be_gone)
{
	rib_label_set_range(lab_router(lab, 2)->rib_node, 40, 40);
	border_originate(lab, "10.77.0.0/16", 100);
	border_originate(lab, "10.78.0.0/16", 101);
	border_withdraw(lab, "10.78.0.0/16");
	border_withdraw(lab, "10.77.0.0/16");
	border_originate(lab, "10.79.0.0/16", 102);
	ck_assert_uint_eq(border_told(lab, "10.79.0.0/16"), 40);
}
END_TEST

static uint32_t own_label(const char *text)
{
	const BgpTable *table = &lab_bgp(lab, 2)->tables[BGP_FAMILY_VPNV4];
	NetPrefix p = border_prefix(text);
	const BgpNet *net = bgp_table_find(table, border_rd(), &p);

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
	border_originate(lab, "10.77.0.0/16", 100);
	ck_assert_uint_eq(own_label("10.77.0.0/16"), 16);
	ck_assert_uint_eq(family->stream->members->len, 2);
	bgp_stream_split(family->stream, r3);
	ck_assert_uint_eq(family->stream->members->len, 1);
	bgp_class.stop(lab_router(lab, 4)->bgp);
	border_run(lab);
	ck_assert_uint_eq(own_label("10.77.0.0/16"), 16);
	ck_assert_uint_eq(border_swapped(lab, 16), 100);
	bgp_class.stop(lab_router(lab, 3)->bgp);
	border_run(lab);
	ck_assert_uint_eq(own_label("10.77.0.0/16"), NET_LABEL_NONE);
	ck_assert_uint_eq(border_swapped(lab, 16), NET_LABEL_NONE);
}
END_TEST

START_TEST(what_fits_in_no_message_has_none)
{
	border_run(lab);
	lab_peer(lab, 2, 3)->families[BGP_FAMILY_VPNV4].group->key.message_max = 60;
	border_originate(lab, "10.77.0.0/16", 100);
	ck_assert_uint_eq(lab_count(lab, "its attributes fill a message"), 1);
	ck_assert_uint_eq(own_label("10.77.0.0/16"), NET_LABEL_NONE);
	ck_assert_uint_eq(border_swapped(lab, 16), NET_LABEL_NONE);
}
END_TEST

START_TEST(who_is_told_another_next_hop_gets_the_label_as_it_came)
{
	border_originate(lab, "10.77.0.0/16", 100);
	ck_assert_uint_eq(own_label("10.77.0.0/16"), 16);
	lab_peer(lab, 2, 3)->families[BGP_FAMILY_VPNV4].next_hop = BGP_NEXT_HOP_UNCHANGED;
	bgp_update_move(lab_peer(lab, 2, 3), BGP_FAMILY_VPNV4);
	border_run(lab);
	ck_assert_uint_eq(bgp_label_value(border_path_at(lab, 3, "10.77.0.0/16")->label), 100);
	ck_assert_uint_eq(own_label("10.77.0.0/16"), NET_LABEL_NONE);
	ck_assert_uint_eq(border_swapped(lab, 16), NET_LABEL_NONE);
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
