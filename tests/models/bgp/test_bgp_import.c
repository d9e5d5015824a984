/* SPDX-License-Identifier: Apache-2.0 */
/* What a neighbour says passes its import map; another map takes effect on what it has said. */
#include "models/bgp/bgp_import.h"
#include "models/bgp/bgp_policy.h"
#include "models/bgp/bgp_tables.h"
#include "tests/models/bgp/bgp_script.h"
#include "tests/models/net/table_text.h"
#include "tests/models/policy/policy_text.h"
#include "tests/testing.h"

#define NLRI "180a0901 180a0902" /* 10.9.1.0/24 10.9.2.0/24 */
#define ATTRS(med) "40010100 40020602010000fdea 4003040a000002 800404000000" med

typedef struct Room {
	PolicySet *set;
	Script *s;
} Room;

static void add_map(Room *room, const char *name, const PolicyRule *rules, const char *entry)
{
	text_entry(policy_set_add_map(room->set, name, NULL), rules, entry);
}

/* R1 of AS 65001, R2 of AS 65002; maps "deny-1", "all", "set". */
static void room_init(Room *room, const char *attributes)
{
	static const uint32_t as_numbers[] = {65001, 0};
	Lab *lab = lab_new(2, as_numbers);

	room->set = policy_set_new(NULL);
	lab_router(lab, 1)->host.policies = room->set;
	lab_router(lab, 2)->host.asn = 65002;
	text_list(room->set, &policy_prefix_list, "one", "prefix=10.9.1.0/24");
	add_map(room, "deny-1", policy_common_rules, "deny; match-prefix-list names=one");
	text_entry((PolicyMap *)(uintptr_t)policy_set_map(room->set, "deny-1", NULL),
		   policy_common_rules, "permit");
	add_map(room, "all", policy_common_rules, "permit");
	add_map(room, "set", policy_common_rules, "permit; set-metric value=77");
	add_map(room, "weigh", bgp_policy_rules, "permit; set-weight value=5");
	room->s = script_of(lab);
	lab_link(lab, 1, 2);
	lab_neighbor_with(lab, 1, 2, "ipv4", attributes);
	lab_start(lab);
	script_advance(room->s, SIM_SEC);
	script_connect(room->s);
}

static void establish(Script *s)
{
	uint8_t body[BGP_MESSAGE_MAX];

	script_expect(s, BGP_MESSAGE_OPEN, body);
	script_send_message(s, BGP_MESSAGE_OPEN,
			    "04fdea00b40a00000214" CAP_IPV4 "02064104 0000fdea"
			    "02020200");
	script_send_message(s, BGP_MESSAGE_KEEPALIVE, "");
	ck_assert_int_eq(lab_state(s->lab, 1, 2), BGP_STATE_ESTABLISHED);
}

static void room_clear(Room *room)
{
	script_free(room->s);
	policy_set_free(room->set);
}

static BgpTable *table(const Room *room)
{
	return &lab_bgp(room->s->lab, 1)->tables[BGP_FAMILY_IPV4];
}

static BgpNet *find(const Room *room, const char *prefix)
{
	NetPrefix p = text_prefix(prefix);

	return bgp_table_find(table(room), 0, &p);
}

/* The path that the neighbour has to the prefix; NULL: none. */
static const BgpAttrSet *path(const Room *room, const char *prefix)
{
	BgpNet *net = find(room, prefix);
	const BgpPath *of = net ? bgp_net_path_of(net, lab_only_peer(room->s->lab, 1)) : NULL;

	return of ? of->attrs : NULL;
}

static void set_map(Room *room, const char *name)
{
	const PolicyMap *map = name ? policy_set_map(room->set, name, NULL) : NULL;

	bgp_import_set_map(lab_only_peer(room->s->lab, 1), BGP_FAMILY_IPV4, map);
	script_advance(room->s, SIM_SEC);
}

static void expect_log(const Room *room, unsigned n, const char *text)
{
	ck_assert_msg(lab_count(room->s->lab, text) == n, "%s: %u times in\n%s", text,
		      lab_count(room->s->lab, text), room->s->lab->log->str);
}

#define DENIED "R1 refuses 10.9.1.0/24 of 10.0.0.2: denied by route-map deny-1 entry 10\n"

START_TEST(denied)
{
	Room room;
	BgpPeer *peer;

	room_init(&room, "import-map=deny-1");
	establish(room.s);
	peer = lab_only_peer(room.s->lab, 1);
	script_send_update(room.s, "", ATTRS("07"), NLRI);
	expect_log(&room, 1, DENIED);
	ck_assert_ptr_null(path(&room, "10.9.1.0/24"));
	ck_assert_ptr_nonnull(path(&room, "10.9.2.0/24"));
	ck_assert_uint_eq(peer->families[BGP_FAMILY_IPV4].n_paths, 1);
	/* It is kept as it came, and goes with its withdrawal. */
	ck_assert_ptr_nonnull(
		bgp_import_received(peer, BGP_FAMILY_IPV4, find(&room, "10.9.1.0/24")));
	script_send_update(room.s, NLRI, "", "");
	ck_assert_ptr_null(find(&room, "10.9.1.0/24"));
	ck_assert_ptr_null(find(&room, "10.9.2.0/24"));
	ck_assert_uint_eq(peer->families[BGP_FAMILY_IPV4].n_paths, 0);
	room_clear(&room);
}
END_TEST

/* A route that was permitted and is denied when it is said anew. */
START_TEST(denied_later)
{
	Room room;

	room_init(&room, "import-map=weigh");
	establish(room.s);
	script_send_update(room.s, "", ATTRS("07"), NLRI);
	ck_assert_uint_eq(path(&room, "10.9.1.0/24")->weight, 6);
	set_map(&room, "deny-1");
	expect_log(&room, 1, DENIED);
	ck_assert_ptr_null(path(&room, "10.9.1.0/24"));
	ck_assert_uint_eq(path(&room, "10.9.2.0/24")->weight, 0);
	script_send_update(room.s, "", ATTRS("08"), NLRI);
	expect_log(&room, 2, DENIED);
	ck_assert_uint_eq(path(&room, "10.9.2.0/24")->attrs.med, 8);
	room_clear(&room);
}
END_TEST

START_TEST(another_map)
{
	Room room;
	const BgpPath *chosen;
	uint64_t cause;

	room_init(&room, "");
	establish(room.s);
	script_send_update(room.s, "", ATTRS("07"), NLRI);
	ck_assert_uint_eq(path(&room, "10.9.1.0/24")->attrs.med, 7);
	ck_assert_ptr_null(lab_only_peer(room.s->lab, 1)->families[BGP_FAMILY_IPV4].received);
	cause = bgp_net_chosen(find(&room, "10.9.1.0/24"))->cause;
	set_map(&room, "set");
	ck_assert_uint_eq(path(&room, "10.9.1.0/24")->attrs.med, 77);
	chosen = bgp_net_chosen(find(&room, "10.9.1.0/24"));
	ck_assert_uint_eq(chosen->attrs->attrs.med, 77);
	ck_assert_uint_eq(chosen->cause, cause); /* what it came with, not what changed the map */
	set_map(&room, "deny-1");
	ck_assert_ptr_null(path(&room, "10.9.1.0/24"));
	ck_assert_uint_eq(path(&room, "10.9.2.0/24")->attrs.med, 7);
	set_map(&room, "all");
	ck_assert_uint_eq(path(&room, "10.9.1.0/24")->attrs.med, 7);
	set_map(&room, "deny-1");
	set_map(&room, NULL); /* what was denied comes back, and nothing is kept any more */
	ck_assert_uint_eq(path(&room, "10.9.1.0/24")->attrs.med, 7);
	ck_assert_ptr_null(bgp_import_received(lab_only_peer(room.s->lab, 1), BGP_FAMILY_IPV4,
					       find(&room, "10.9.1.0/24")));
	ck_assert_uint_eq(find(&room, "10.9.1.0/24")->pins, 0);
	room_clear(&room);
}
END_TEST

/* All goes with the session, denied or not; nothing is left of it. */
START_TEST(session_lost)
{
	Room room;

	room_init(&room, "import-map=deny-1");
	establish(room.s);
	script_send_update(room.s, "", ATTRS("07"), NLRI);
	ck_assert_uint_eq(table(&room)->n_nets, 2);
	script_send_message(room.s, BGP_MESSAGE_NOTIFICATION, "0602");
	script_advance(room.s, SIM_SEC);
	ck_assert_uint_eq(table(&room)->n_nets, 0);
	room_clear(&room);
}
END_TEST

#define GSHUT "c00804ffff0000"

START_TEST(graceful_shutdown)
{
	Room room;

	room_init(&room, "");
	establish(room.s);
	script_send_update(room.s, "", ATTRS("07") GSHUT, NLRI);
	ck_assert(bgp_attrs_has(&path(&room, "10.9.1.0/24")->attrs, BGP_ATTR_LOCAL_PREF));
	ck_assert_uint_eq(path(&room, "10.9.1.0/24")->attrs.local_pref, 0);
	script_send_update(room.s, "", ATTRS("07"), NLRI);
	ck_assert(!bgp_attrs_has(&path(&room, "10.9.1.0/24")->attrs, BGP_ATTR_LOCAL_PREF));
	room_clear(&room);
}
END_TEST

/* RFC 8212. */
START_TEST(policy_is_required)
{
	Room room;

	room_init(&room, "ebgp-requires-policy=yes");
	establish(room.s);
	script_send_update(room.s, "", ATTRS("07"), NLRI);
	expect_log(&room, 2, "no import policy for an external neighbor (RFC 8212)\n");
	ck_assert_uint_eq(table(&room)->n_nets, 0);
	/* With a map it is asked to say them again. */
	expect_log(&room, 0, "R1 sent route-refresh");
	set_map(&room, "all");
	expect_log(&room, 1, "R1 sent route-refresh");
	script_send_update(room.s, "", ATTRS("07"), NLRI);
	ck_assert_uint_eq(table(&room)->n_nets, 2);
	set_map(&room, "set");
	expect_log(&room, 1, "R1 sent route-refresh");
	room_clear(&room);
	room_init(&room, "ebgp-requires-policy=yes import-map=all");
	establish(room.s);
	script_send_update(room.s, "", ATTRS("07"), NLRI);
	ck_assert_uint_eq(table(&room)->n_nets, 2);
	ck_assert_ptr_null(lab_only_peer(room.s->lab, 1)->families[BGP_FAMILY_IPV4].group);
	room_clear(&room);
}
END_TEST

/* ---- What is kept is shown ---- */

#define LOOP "40010100 40020a02020000fdea0000fde9 4003040a000002"

static const char *received(const Room *room)
{
	return table_text(table_named(bgp_show_tables, "bgp-received"),
			  lab_router(room->s->lab, 1)->bgp,
			  "peer family prefix result reason med as_path");
}

START_TEST(what_was_said_is_shown)
{
	Room room;

	room_init(&room, "");
	establish(room.s);
	script_send_update(room.s, "", ATTRS("07"), NLRI);
	ck_assert_str_eq(received(&room), ""); /* nothing changes or denies it */
	set_map(&room, "set");
	ck_assert_str_eq(
		received(&room),
		"10.0.0.2 | ipv4 | 10.9.1.0/24 | changed | permitted by route-map set entry 10 | "
		"7 | 65002\n"
		"10.0.0.2 | ipv4 | 10.9.2.0/24 | changed | permitted by route-map set entry 10 | "
		"7 | 65002\n");
	set_map(&room, "deny-1");
	ck_assert_str_eq(
		received(&room),
		"10.0.0.2 | ipv4 | 10.9.1.0/24 | denied | denied by route-map deny-1 entry 10 | "
		"7 | 65002\n"
		"10.0.0.2 | ipv4 | 10.9.2.0/24 | accepted | permitted by route-map deny-1 entry 20 "
		"| 7 | 65002\n");
	set_map(&room, NULL);
	ck_assert_str_eq(received(&room), "");
	room_clear(&room);
}
END_TEST

/* A loop stays one, whatever the map; it goes with its withdrawal, and what is better takes its place. */
START_TEST(objections_are_kept)
{
	Room room;

	room_init(&room, "soft-reconfiguration=yes");
	establish(room.s);
	script_send_update(room.s, "", ATTRS("07"), "180a0901");
	script_send_update(room.s, "", LOOP, NLRI);
	expect_log(&room, 2, "AS loop: 65001 is in the AS path\n");
	ck_assert_ptr_null(path(&room, "10.9.1.0/24"));
	ck_assert_str_eq(received(&room),
			 "10.0.0.2 | ipv4 | 10.9.1.0/24 | refused | AS loop: 65001 "
			 "is in the AS path | - | 65002 65001\n"
			 "10.0.0.2 | ipv4 | 10.9.2.0/24 | refused | AS loop: 65001 "
			 "is in the AS path | - | 65002 65001\n");
	set_map(&room, "all");
	expect_log(&room, 2, "AS loop: 65001 is in the AS path\n");
	ck_assert_ptr_null(path(&room, "10.9.1.0/24"));
	set_map(&room, NULL);
	ck_assert_ptr_null(path(&room, "10.9.1.0/24"));
	script_send_update(room.s, "180a0902", "", "");
	script_send_update(room.s, "", ATTRS("08"), "180a0901");
	ck_assert_str_eq(received(&room),
			 "10.0.0.2 | ipv4 | 10.9.1.0/24 | accepted | - | 8 | 65002\n");
	ck_assert_uint_eq(table(&room)->n_nets, 1);
	script_send_update(room.s, "180a0901", "", "");
	ck_assert_uint_eq(table(&room)->n_nets, 0);
	room_clear(&room);
}
END_TEST

/* RFC 8212, with what was said kept: a map takes effect without a question, and without one it is refused again. */
START_TEST(policy_is_required_of_what_is_kept)
{
	Room room;

	room_init(&room, "ebgp-requires-policy=yes soft-reconfiguration=yes");
	establish(room.s);
	script_send_update(room.s, "", ATTRS("07"), "180a0901");
	ck_assert_str_eq(received(&room),
			 "10.0.0.2 | ipv4 | 10.9.1.0/24 | refused | no import "
			 "policy for an external neighbor (RFC 8212) | 7 | 65002\n");
	set_map(&room, "all");
	expect_log(&room, 0, "R1 sent route-refresh");
	ck_assert_ptr_nonnull(path(&room, "10.9.1.0/24"));
	set_map(&room, NULL);
	ck_assert_ptr_null(path(&room, "10.9.1.0/24"));
	expect_log(&room, 2, "no import policy for an external neighbor (RFC 8212)\n");
	room_clear(&room);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bgp_import");

	tcase_add_test(tc, denied);
	tcase_add_test(tc, denied_later);
	tcase_add_test(tc, another_map);
	tcase_add_test(tc, session_lost);
	tcase_add_test(tc, graceful_shutdown);
	tcase_add_test(tc, policy_is_required);
	tcase_add_test(tc, what_was_said_is_shown);
	tcase_add_test(tc, objections_are_kept);
	tcase_add_test(tc, policy_is_required_of_what_is_kept);
	return test_main("bgp_import", tc);
}
