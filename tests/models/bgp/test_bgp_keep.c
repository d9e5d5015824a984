/* SPDX-License-Identifier: Apache-2.0 */
/* VPN routes that no VRF imports, where they are not to be kept. R2 says them; the test says what VRFs import. */
#include "models/bgp/bgp_import.h"
#include "models/bgp/bgp_keep.h"
#include "models/bgp/bgp_tables.h"
#include "tests/models/bgp/bgp_script.h"
#include "tests/models/net/table_text.h"
#include "tests/models/policy/policy_text.h"
#include "tests/testing.h"

#define RT(n) "c01008 0002fde9000000" n
#define ROUTE_8 REACH("0a000002", "70 0001d1 0000fde900000001 0a0800") ATTRIBUTES RT("08")
#define ROUTE_9 REACH("0a000002", NLRI_29) ATTRIBUTES RT("09")
#define CAP_REFRESH "02020200"

enum { VPN = BGP_FAMILY_VPNV4 };

/* One route target is imported. */
static gboolean is_wanted(const NetRt *rts, unsigned n, void *user)
{
	const NetRt *wanted = user;

	for (unsigned i = 0; i < n; i++)
		if (rts[i] == *wanted)
			return TRUE;
	return FALSE;
}

typedef struct Room {
	Script *s;
	NetRt wanted;
} Room;

static void room_init(Room *room, BgpKeep keep, const char *attributes, const char *capabilities)
{
	uint8_t body[BGP_MESSAGE_MAX];
	g_autofree char *open = NULL;

	room->s = script_new_with("vpnv4", attributes);
	ck_assert(net_rt_parse("65001:8", &room->wanted));
	lab_bgp(room->s->lab, 1)->keep = keep;
	lab_bgp(room->s->lab, 1)->need_lsp = FALSE;
	bgp_vpn_set_wanted(lab_router(room->s->lab, 1)->bgp, is_wanted, &room->wanted);
	script_expect(room->s, BGP_MESSAGE_OPEN, body);
	open = g_strconcat(OPEN_HEAD, *capabilities ? "14" : "10", CAP_VPNV4, CAP_AS4, capabilities,
			   NULL);
	script_send_message(room->s, BGP_MESSAGE_OPEN, open);
	script_send_message(room->s, BGP_MESSAGE_KEEPALIVE, "");
	ck_assert_int_eq(lab_state(room->s->lab, 1, 2), BGP_STATE_ESTABLISHED);
}

static void want(Room *room, const char *rt, gboolean more)
{
	ck_assert(net_rt_parse(rt, &room->wanted));
	bgp_vpn_wanted_changed(lab_router(room->s->lab, 1)->bgp, more);
	script_advance(room->s, SIM_SEC);
}

static const char *paths(const Room *room)
{
	return table_text(table_named(bgp_show_tables, "bgp"), lab_router(room->s->lab, 1)->bgp,
			  "prefix route_targets");
}

static const char *received(const Room *room)
{
	return table_text(table_named(bgp_show_tables, "bgp-received"),
			  lab_router(room->s->lab, 1)->bgp, "prefix result reason");
}

static void say_both(Room *room)
{
	script_send_update(room->s, "", ROUTE_8, "");
	script_send_update(room->s, "", ROUTE_9, "");
}

static void expect_log(const Room *room, unsigned n, const char *text)
{
	ck_assert_msg(lab_count(room->s->lab, text) == n, "%s: %u times in\n%s", text,
		      lab_count(room->s->lab, text), room->s->lab->log->str);
}

#define ROW_8 "10.8.0.0/24 | 65001:8\n"
#define ROW_9 "10.9.0.0/24 | 65001:9\n"
#define NOT_WANTED "not kept: no VRF imports any of its route targets (65001:9)"

START_TEST(unless_all_is_kept)
{
	Room room;

	room_init(&room, BGP_KEEP_YES, "", CAP_REFRESH);
	say_both(&room);
	ck_assert_str_eq(paths(&room), ROW_8 ROW_9);
	want(&room, "65001:9", TRUE);
	expect_log(&room, 0, "R1 sent route-refresh");
	ck_assert_str_eq(paths(&room), ROW_8 ROW_9);
	script_free(room.s);
}
END_TEST

START_TEST(what_nobody_wants_is_dropped_and_asked_for_again)
{
	Room room;

	room_init(&room, BGP_KEEP_NO, "", CAP_REFRESH);
	say_both(&room);
	expect_log(&room, 1, "R1 refuses 10.9.0.0/24 of 10.0.0.2: " NOT_WANTED "\n");
	ck_assert_str_eq(paths(&room), ROW_8);
	ck_assert_uint_eq(lab_bgp(room.s->lab, 1)->tables[VPN].n_nets, 1);
	ck_assert_uint_eq(lab_only_peer(room.s->lab, 1)->families[VPN].n_paths, 1);
	ck_assert_str_eq(received(&room), "");
	/* Another in the place of one: the former goes, the latter has been dropped before. */
	want(&room, "65001:9", TRUE);
	expect_log(&room, 1, "R1 sent route-refresh");
	ck_assert_str_eq(paths(&room), "");
	say_both(&room);
	ck_assert_str_eq(paths(&room), ROW_9);
	/* Less is wanted: nobody is asked. */
	want(&room, "65001:7", FALSE);
	ck_assert_str_eq(paths(&room), "");
	expect_log(&room, 1, "R1 sent route-refresh");
	want(&room, "65001:8", TRUE);
	expect_log(&room, 2, "R1 sent route-refresh");
	script_free(room.s);
}
END_TEST

START_TEST(nobody_is_asked_where_nothing_was_dropped)
{
	Room room;

	room_init(&room, BGP_KEEP_NO, "", CAP_REFRESH);
	script_send_update(room.s, "", ROUTE_8, "");
	want(&room, "65001:9", TRUE);
	expect_log(&room, 0, "R1 sent route-refresh");
	ck_assert_str_eq(paths(&room), "");
	want(&room, "65001:8", TRUE);
	expect_log(&room, 1, "R1 sent route-refresh");
	/* Asked once: what is said now is looked at as it comes. */
	want(&room, "65001:9", TRUE);
	expect_log(&room, 1, "R1 sent route-refresh");
	script_free(room.s);
}
END_TEST

/* What has been wanted goes with the route targets that it had. */
START_TEST(other_route_targets_of_a_route)
{
	Room room;

	room_init(&room, BGP_KEEP_NO, "", "");
	script_send_update(room.s, "", REACH("0a000002", NLRI_29) ATTRIBUTES RT("08"), "");
	ck_assert_str_eq(paths(&room), "10.9.0.0/24 | 65001:8\n");
	script_send_update(room.s, "", ROUTE_9, "");
	ck_assert_str_eq(paths(&room), "");
	ck_assert_uint_eq(lab_bgp(room.s->lab, 1)->tables[VPN].n_nets, 0);
	want(&room, "65001:9", TRUE);
	expect_log(&room, 1, "R1 10.0.0.2 refresh-not-agreed: ");
	ck_assert_str_eq(paths(&room), "");
	script_free(room.s);
}
END_TEST

START_TEST(all_that_was_said_is_kept)
{
	Room room;

	room_init(&room, BGP_KEEP_NO, "soft-reconfiguration=yes", CAP_REFRESH);
	say_both(&room);
	ck_assert_str_eq(paths(&room), ROW_8);
	ck_assert_str_eq(received(&room), "10.8.0.0/24 | accepted | -\n"
					  "10.9.0.0/24 | refused | " NOT_WANTED "\n");
	want(&room, "65001:9", TRUE);
	ck_assert_str_eq(paths(&room), ROW_9);
	expect_log(&room, 0, "R1 sent route-refresh");
	script_free(room.s);
}
END_TEST

START_TEST(policy_comes_first)
{
	Room room;
	PolicySet *set = policy_set_new(NULL);
	PolicyMap *map = policy_set_add_map(set, "swap", NULL);
	BgpPeer *peer;

	text_entry(map, bgp_policy_rules, "permit; set-extcommunity route-targets=65001:8");
	room_init(&room, BGP_KEEP_NO, "", CAP_REFRESH);
	peer = lab_only_peer(room.s->lab, 1);
	script_send_update(room.s, "", ROUTE_9, "");
	ck_assert_str_eq(paths(&room), "");
	bgp_import_set_map(peer, VPN, map);
	script_advance(room.s, SIM_SEC);
	expect_log(&room, 1, "R1 sent route-refresh");
	script_send_update(room.s, "", ROUTE_9, "");
	ck_assert_str_eq(paths(&room), "10.9.0.0/24 | 65001:8\n");
	bgp_import_set_map(peer, VPN, NULL);
	script_advance(room.s, SIM_SEC);
	ck_assert_str_eq(paths(&room), "");
	ck_assert_uint_eq(lab_bgp(room.s->lab, 1)->tables[VPN].n_nets, 0);
	script_free(room.s);
	policy_set_free(set);
}
END_TEST

static const struct {
	const char *attributes;
	uint32_t remote_as;
	BgpKeep keep;
	gboolean kept;
} passers[] = {
	{"", 65001, BGP_KEEP_AUTO, FALSE},
	{"route-reflector-client=yes", 65001, BGP_KEEP_AUTO, TRUE},
	{"route-reflector-client=yes", 65001, BGP_KEEP_NO, FALSE},
	{"", 65002, BGP_KEEP_AUTO, TRUE},
	{"", 65002, BGP_KEEP_NO, FALSE},
};

START_TEST(auto_keeps_all_where_others_are_told)
{
	const uint32_t as_numbers[] = {65001, 0};
	Lab *lab = lab_new(2, as_numbers);
	BgpAttrSet none = {.n_route_targets = 0};
	BgpPeer *peer;

	lab_router(lab, 2)->host.asn = passers[_i].remote_as;
	lab_link(lab, 1, 2);
	peer = lab_neighbor_with(lab, 1, 2, "ipv4 vpnv4", passers[_i].attributes);
	lab_bgp(lab, 1)->keep = passers[_i].keep;
	ck_assert_int_eq(bgp_keeps(peer, VPN, &none), passers[_i].kept);
	ck_assert_int_eq(bgp_vpn_keeps_all(lab_router(lab, 1)->bgp), passers[_i].kept);
	ck_assert(bgp_keeps(peer, BGP_FAMILY_IPV4, &none));
	lab_free(lab);
}
END_TEST

START_TEST(words)
{
	BgpKeep keep;

	ck_assert(bgp_config_keep.parse("auto", &keep));
	ck_assert_int_eq(keep, BGP_KEEP_AUTO);
	ck_assert(bgp_config_keep.parse("no", &keep));
	ck_assert_int_eq(keep, BGP_KEEP_NO);
	ck_assert(!bgp_config_keep.parse("maybe", &keep));
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bgp_keep");

	tcase_add_test(tc, unless_all_is_kept);
	tcase_add_test(tc, what_nobody_wants_is_dropped_and_asked_for_again);
	tcase_add_test(tc, nobody_is_asked_where_nothing_was_dropped);
	tcase_add_test(tc, other_route_targets_of_a_route);
	tcase_add_test(tc, all_that_was_said_is_kept);
	tcase_add_test(tc, policy_comes_first);
	tcase_add_loop_test(tc, auto_keeps_all_where_others_are_told, 0, G_N_ELEMENTS(passers));
	tcase_add_test(tc, words);
	return test_main("bgp_keep", tc);
}
