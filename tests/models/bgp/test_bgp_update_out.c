/* SPDX-License-Identifier: Apache-2.0 */
/* What a group is told of a path and with what attributes; what is packed into which UPDATE. */
#include "models/bgp/bgp_fields.h"
#include "models/bgp/bgp_policy.h"
#include "models/bgp/bgp_update_out.h"
#include "tests/models/bgp/bgp_paths.h"
#include "tests/models/bgp/bgp_script.h"
#include "tests/models/policy/policy_text.h"
#include "tests/testing.h"

enum { IPV4 = BGP_FAMILY_IPV4 };

#define P "10.9.0.0/16"
#define PLAIN "40010100 40020602010000fe4d 4003040a000002 80040400000007 40050400000064"

/* R1's path with these attributes; of its own where they have the next hop 0.0.0.0. */
static void put_hex(Lab *lab, BgpPeer *peer, const char *prefix, const char *attributes)
{
	static BgpUpdate update;
	BgpTable *table = paths_table(lab, IPV4);
	NetPrefix p = text_prefix(prefix);
	BgpNet *net = bgp_table_get(table, 0, &p);
	WireError error = {0};
	size_t len;
	uint8_t *m = bgp_test_update("", attributes, "100a09", &len);

	ck_assert_msg(bgp_update_decode(m, len, 4, FALSE, &update, &error), "%s", error.text);
	if (!peer)
		update.attrs.next_hop = net_addr_none;
	if (bgp_table_put(
		    table, net, peer,
		    bgp_attrset_of_update(&lab_bgp(lab, 1)->run->attrs, &update, &update.attrs),
		    0)) {
		bgp_loc_rib_reconsider(table, net);
		if (peer)
			peer->families[IPV4].n_paths++;
	}
	g_free(m);
	bgp_loc_rib_run(lab_bgp(lab, 1));
}

/* ---- What is told, without anybody who is told it ---- */

static Lab *lab;
static PolicySet *set;
static BgpPeer *internal, *external;

static void begin(void)
{
	static const uint32_t as_numbers[] = {65001, 0, 0};

	lab = lab_new(3, as_numbers);
	set = policy_set_new(NULL);
	lab_link(lab, 1, 2);
	lab_link(lab, 1, 3);
	internal = lab_neighbor_with(lab, 1, 2, "ipv4", "passive=yes");
	lab_router(lab, 3)->host.asn = 65101;
	external = lab_neighbor_with(lab, 1, 3, "ipv4", "passive=yes");
	internal->session->identifier = 0x0a000002;
	lab_start(lab);
}

static void end(void)
{
	lab_free(lab);
	policy_set_free(set);
}

static BgpGroup *group_with(gboolean is_internal, const PolicyMap *map)
{
	BgpGroupKey key = {
		.family = IPV4,
		.egress = {.internal = is_internal,
			   .self = lab_loopback(1),
			   .as_number = 65001,
			   .local_as = 65001,
			   .send_communities = BGP_SEND_ALL},
		.as_size = 4,
		.message_max = BGP_MESSAGE_MAX,
		.export_map = map,
	};

	return bgp_group_get(lab_bgp(lab, 1), &key);
}

/* "10.0.0.1 path 65001 65101 med 7 pref -", or why not. */
static char *told(const BgpGroup *group, const BgpNet *net)
{
	GString *out = g_string_new(NULL);
	BgpScratch scratch;
	BgpAttrs attrs;
	const BgpAttrs *p = &attrs;
	BgpTold what;
	char *reason = NULL;

	if (!bgp_update_told(group, net, &what, &reason)) {
		ck_assert_ptr_null(what.attrs);
		g_string_free(out, TRUE);
		return reason;
	}
	bgp_scratch_init(&scratch);
	bgp_update_attrs(group, &what, &attrs, &scratch);
	field_bgp_next_hop.print(&p, out);
	g_string_append(out, " path ");
	field_bgp_as_path.print(&p, out);
	g_string_append(out, " med ");
	if (!field_bgp_med.print(&p, out))
		g_string_append(out, "-");
	g_string_append(out, " pref ");
	if (!field_bgp_local_pref.print(&p, out))
		g_string_append(out, "-");
	if (what.originator) {
		g_string_append(out, " originator ");
		field_bgp_originator_id.print(&p, out);
		g_string_append(out, " clusters ");
		field_bgp_cluster_list.print(&p, out);
	}
	bgp_scratch_clear(&scratch);
	bgp_told_clear(&what);
	return g_string_free(out, FALSE);
}

static const struct {
	gboolean from_external, to_internal;
	const char *more; /* attributes */
	const char *map;  /* NULL: none */
	const char *told;
} tellings[] = {
	{FALSE, FALSE, "", NULL, "10.0.0.1 path 65001 65101 med - pref -"},
	{TRUE, TRUE, "", NULL, "10.0.0.2 path 65101 med 7 pref 100"},
	/* What an internal one said is reflected, where it is told at all. */
	{FALSE, TRUE, "", NULL,
	 "10.0.0.2 path 65101 med 7 pref 100 originator 10.0.0.2 clusters 10.0.0.1"},
	/* RFC 1997. */
	{TRUE, FALSE, "c00804ffffff01", NULL, "its community NO_EXPORT"},
	{TRUE, TRUE, "c00804ffffff01", NULL, "10.0.0.2 path 65101 med 7 pref 100"},
	{TRUE, TRUE, "c00804ffffff02", NULL, "its community NO_ADVERTISE"},
	{TRUE, FALSE, "", "deny", "denied by route-map map entry 10"},
	{TRUE, FALSE, "", "permit; match-metric value=8", "route-map map: no entry matches"},
	/* A MED of the map's goes to another AS, one that came from elsewhere does not (RFC 4271 5.1.4). */
	{TRUE, FALSE, "", "permit; set-metric value=8", "10.0.0.1 path 65001 65101 med 8 pref -"},
	{TRUE, TRUE, "", "permit; set-next-hop value=self", "10.0.0.1 path 65101 med 7 pref 100"},
	{FALSE, TRUE, "", "permit; set-next-hop value=self",
	 "10.0.0.1 path 65101 med 7 pref 100 originator 10.0.0.2 clusters 10.0.0.1"},
	{TRUE, FALSE, "", "permit; set-next-hop value=unchanged",
	 "10.0.0.2 path 65001 65101 med - pref -"},
	{TRUE, FALSE, "", "permit; set-next-hop value=10.0.0.7",
	 "10.0.0.7 path 65001 65101 med - pref -"},
};

START_TEST(tell)
{
	g_autofree char *attributes = g_strconcat(PLAIN, tellings[_i].more, NULL);
	g_autofree char *found = NULL;
	PolicyMap *map = NULL;

	begin();
	if (tellings[_i].map) {
		map = policy_set_add_map(set, "map", NULL);
		text_entry(map, policy_common_rules, tellings[_i].map);
	}
	put_hex(lab, tellings[_i].from_external ? external : internal, P, attributes);
	found = told(group_with(tellings[_i].to_internal, map), paths_net(lab, IPV4, P));
	ck_assert_str_eq(found, tellings[_i].told);
	end();
}
END_TEST

/* The default route of default-originate passes a map of its own, not the export map. */
START_TEST(tell_a_default)
{
	static const struct {
		const char *map, *told;
	} cases[] = {
		{NULL, "10.0.0.1 path 65001 med - pref -"},
		{"permit; set-metric value=8", "10.0.0.1 path 65001 med 8 pref -"},
		{"deny", "denied by route-map map entry 10"},
	};
	g_autofree char *found = NULL;
	PolicyMap *nothing;
	BgpGroupKey key;
	BgpGroup *group;

	begin();
	nothing = policy_set_add_map(set, "nothing", NULL);
	key = group_with(FALSE, nothing)->key;
	key.default_originate = TRUE;
	if (cases[_i].map) {
		key.default_map = policy_set_add_map(set, "map", NULL);
		text_entry((PolicyMap *)(uintptr_t)key.default_map, policy_common_rules,
			   cases[_i].map);
	}
	group = bgp_group_get(lab_bgp(lab, 1), &key);
	found = told(group, group->default_net);
	ck_assert_str_eq(found, cases[_i].told);
	end();
}
END_TEST

/* ---- Who is told, in which messages ---- */

/* R1 with R2, R3 and R4, all of one AS and up. */
static void begin_star(const char *attributes)
{
	static const uint32_t one_as[] = {65001, 65001, 65001, 65001};

	lab = lab_new(4, one_as);
	set = policy_set_new(NULL);
	for (unsigned i = 2; i <= 4; i++) {
		lab_link(lab, 1, i);
		lab_neighbor_with(lab, 1, i, "ipv4", attributes);
		lab_neighbor(lab, i, 1, "ipv4");
	}
	lab_start(lab);
	lab_run(lab, 10 * SIM_SEC);
	g_string_truncate(lab->log, 0);
}

static void run(void)
{
	lab_run(lab, lab->sim->now + SIM_SEC);
}

static unsigned known(unsigned i)
{
	return lab_bgp(lab, i)->tables[IPV4].n_nets;
}

/* Prefixes with equal attributes share a message, and so do withdrawals, which come first. */
START_TEST(packing)
{
	begin_star("");
	for (unsigned i = 0; i < 4; i++) {
		g_autofree char *prefix = g_strdup_printf("10.9.%u.0/24", i);

		paths_put(lab, NULL, IPV4, prefix, "", i / 2);
	}
	run();
	ck_assert_uint_eq(known(2), 4);
	ck_assert_uint_eq(lab_count(lab, "R1 sent update"), 3 * 2);
	g_string_truncate(lab->log, 0);
	paths_put(lab, NULL, IPV4, "10.9.4.0/24", "", 0);
	for (unsigned i = 1; i < 4; i++) {
		g_autofree char *prefix = g_strdup_printf("10.9.%u.0/24", i);

		paths_remove(lab, NULL, IPV4, prefix);
	}
	run();
	ck_assert_uint_eq(known(3), 2);
	ck_assert_uint_eq(lab_count(lab, "R1 sent update"), 3 * 2);
	/* What nobody has heard of is not withdrawn. */
	g_string_truncate(lab->log, 0);
	paths_put(lab, NULL, IPV4, "10.9.5.0/24", "", 0);
	paths_remove(lab, NULL, IPV4, "10.9.5.0/24");
	run();
	ck_assert_uint_eq(lab_count(lab, "R1 sent update"), 0);
	end();
}
END_TEST

/* RFC 4271 9.2: what an internal peer said is not told to internal ones, unless it is a client's. */
START_TEST(internal_routes)
{
	begin_star(_i ? "route-reflector-client=yes" : "");
	paths_put(lab, lab_peer(lab, 1, 2), IPV4, P, "10.0.0.2", 0);
	run();
	ck_assert_uint_eq(known(3), _i ? 1 : 0);
	/* To the group as a whole; who said it sees itself in ORIGINATOR_ID. */
	ck_assert_uint_eq(lab_count(lab, "R2 refuses"), _i ? 1 : 0);
	end();
}
END_TEST

/* Nor does one alone get its own route back. */
START_TEST(not_back)
{
	begin_star("route-reflector-client=yes");
	bgp_class.stop(lab_router(lab, 3)->bgp);
	bgp_class.stop(lab_router(lab, 4)->bgp);
	run();
	g_string_truncate(lab->log, 0);
	paths_put(lab, lab_peer(lab, 1, 2), IPV4, P, "10.0.0.2", 0);
	run();
	ck_assert_uint_eq(lab_count(lab, "R1 sent update"), 0);
	end();
}
END_TEST

/* What can no more be used is withdrawn, and told again when it can. */
START_TEST(unusable)
{
	begin_star("route-reflector-client=yes");
	paths_put(lab, lab_peer(lab, 1, 2), IPV4, P, "10.0.0.3", 0);
	run();
	ck_assert_uint_eq(known(4), 1);
	lab_set_route(lab, 1, 3, FALSE, 0);
	run();
	ck_assert_uint_eq(known(4), 0);
	end();
}
END_TEST

/* What is not told is recorded for all of the stream at once. */
START_TEST(refused)
{
	begin_star("");
	put_hex(lab, NULL, P, PLAIN "c00804ffffff02");
	run();
	ck_assert_str_eq(lab->log->str,
			 "R1 refuses 10.9.0.0/16 of nobody: not told to 10.0.0.2 and "
			 "2 more: its community NO_ADVERTISE\n");
	end();
}
END_TEST

/* Another map while the session is up; of a neighbour that must have one (RFC 8212) it is the beginning. */
START_TEST(maps)
{
	PolicyMap *all;
	BgpPeer *peer;

	begin_star("ebgp-requires-policy=yes");
	all = policy_set_add_map(set, "all", NULL);
	text_entry(all, policy_common_rules, "permit");
	peer = lab_peer(lab, 1, 2);
	paths_put(lab, NULL, IPV4, P, "", 0);
	run();
	ck_assert_uint_eq(known(2), 1);
	/* As if it were of another AS, and had been so from the beginning. */
	bgp_update_leave(peer, IPV4);
	peer->as_number = 65002;
	g_string_truncate(lab->log, 0);
	bgp_update_set_map(peer, IPV4, NULL); /* as before */
	ck_assert_ptr_null(peer->families[IPV4].group);
	bgp_update_set_map(peer, IPV4, all);
	ck_assert_ptr_nonnull(peer->families[IPV4].group);
	run();
	ck_assert_uint_eq(lab_count(lab, "R1 sent update 10.0.0.2"), 2); /* and End-of-RIB */
	/* The same once more changes nothing. */
	bgp_update_set_map(peer, IPV4, all);
	run();
	ck_assert_uint_eq(lab_count(lab, "R1 sent update 10.0.0.2"), 2);
	/* Without one it is not told anything from now on. */
	bgp_update_leave(peer, IPV4);
	bgp_update_set_map(peer, IPV4, NULL);
	ck_assert_ptr_null(peer->families[IPV4].group);
	peer->as_number = 65001;
	end();
}
END_TEST

/* The MED that R3 knows of the prefix: -1: none, -2: it has no path. */
static int64_t med_at_3(const char *prefix)
{
	NetPrefix p = text_prefix(prefix);
	const BgpNet *net = bgp_table_find(&lab_bgp(lab, 3)->tables[IPV4], 0, &p);

	if (!net || !net->paths)
		return -2;
	if (!bgp_attrs_has(&net->paths->attrs->attrs, BGP_ATTR_MED))
		return -1;
	return net->paths->attrs->attrs.med;
}

/* Two routes of one set of attributes, one of which has its MED of the map: an external peer is told that one
 * alone (RFC 4271 5.1.4), so that no message can tell both. */
START_TEST(metric_of_a_map)
{
	static const uint32_t as_numbers[] = {65001, 65001, 65101};
	PolicyMap *map;

	lab = lab_new(3, as_numbers);
	set = policy_set_new(NULL);
	for (unsigned i = 2; i <= 3; i++) {
		lab_link(lab, 1, i);
		lab_neighbor(lab, 1, i, "ipv4");
		lab_neighbor(lab, i, 1, "ipv4");
	}
	lab_start(lab);
	lab_run(lab, 10 * SIM_SEC);
	map = policy_set_add_map(set, "map", NULL);
	text_entry(map, policy_common_rules, "permit; match-metric value=9; set-metric value=7");
	text_entry(map, policy_common_rules, "permit");
	bgp_update_set_map(lab_peer(lab, 1, 3), IPV4, map);
	paths_put(lab, lab_peer(lab, 1, 2), IPV4, "10.9.1.0/24", "10.0.0.2", 7);
	paths_put(lab, lab_peer(lab, 1, 2), IPV4, "10.9.2.0/24", "10.0.0.2", 9);
	run();
	ck_assert_int_eq(med_at_3("10.9.1.0/24"), -1);
	ck_assert_int_eq(med_at_3("10.9.2.0/24"), 7);
	end();
}
END_TEST

/* Without a session it is what counts from the next one on. */
START_TEST(maps_without_a_session)
{
	begin();
	bgp_update_set_map(external, IPV4, policy_set_add_map(set, "nothing", NULL));
	ck_assert_ptr_nonnull(external->families[IPV4].export_map);
	ck_assert_ptr_null(external->families[IPV4].group);
	bgp_update_move(external, IPV4);
	bgp_update_refresh(external, IPV4);
	bgp_update_leave(external, IPV4);
	ck_assert_uint_eq(lab_bgp(lab, 1)->groups->len, 0);
	end();
}
END_TEST

/* RFC 6793 4.2.2: of a speaker with two octets; numbers that do not fit stand in the attributes for them, others
 * have none. */
START_TEST(two_octets)
{
	static const struct {
		const char *own, *told;
	} cases[] = {
		{"40010100 40020602010000fe4d 40030400000000 40050400000064 c007080000fde90a000001",
		 "40010100 5002000402 01fe4d 4003040a000001 40050400000064 c00706fde90a000001"},
		{"40010100 400206020100011170 40030400000000 40050400000064 c00708000111700a000001",
		 "40010100 500200040201 5ba0 4003040a000001 40050400000064 c007065ba00a000001"
		 "c01106 020100011170 c01208 000111700a000001"},
	};
	Script *s = script_new("ipv4");
	uint8_t body[BGP_MESSAGE_MAX], *expected;
	size_t len, own_len;

	script_expect(s, BGP_MESSAGE_OPEN, body);
	script_send_message(s, BGP_MESSAGE_OPEN, OPEN_HEAD "08" CAP_IPV4);
	script_expect(s, BGP_MESSAGE_KEEPALIVE, body);
	script_send_message(s, BGP_MESSAGE_KEEPALIVE, "");
	script_expect(s, BGP_MESSAGE_UPDATE, body); /* End-of-RIB */
	put_hex(s->lab, NULL, P, cases[_i].own);
	script_advance(s, SIM_SEC);
	len = script_expect(s, BGP_MESSAGE_UPDATE, body);
	expected = bgp_test_update("", cases[_i].told, "100a09", &own_len);
	ck_assert_uint_eq(len + BGP_HEADER_LEN, own_len);
	ck_assert_mem_eq(body, expected + BGP_HEADER_LEN, len);
	g_free(expected);
	script_free(s);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bgp_update_out");

	tcase_add_loop_test(tc, tell, 0, G_N_ELEMENTS(tellings));
	tcase_add_loop_test(tc, tell_a_default, 0, 3);
	tcase_add_test(tc, packing);
	tcase_add_loop_test(tc, internal_routes, 0, 2);
	tcase_add_test(tc, not_back);
	tcase_add_test(tc, unusable);
	tcase_add_test(tc, refused);
	tcase_add_test(tc, maps);
	tcase_add_test(tc, metric_of_a_map);
	tcase_add_test(tc, maps_without_a_session);
	tcase_add_loop_test(tc, two_octets, 0, 2);
	return test_main("bgp_update_out", tc);
}
