/* SPDX-License-Identifier: Apache-2.0 */
/* Route maps by the words of a neighbour, and export maps of peers that are told the same or not. */
#include "models/bgp/bgp_group.h"
#include "models/bgp/bgp_policy.h"
#include "models/bgp/bgp_update_out.h"
#include "tests/models/bgp/bgp_lab.h"
#include "tests/models/policy/policy_text.h"
#include "tests/testing.h"

typedef struct Room {
	PolicySet *set;
	Lab *lab;
} Room;

/* R1 with the external neighbours R2 and R3, which it tells of 10.0.0.2/32 and 10.0.0.3/32. */
static void room_init(Room *room)
{
	static const uint32_t as_numbers[] = {65001, 65002, 65003};

	room->set = policy_set_new(NULL);
	text_list(room->set, &policy_prefix_list, "three", "prefix=10.0.0.3/32");
	text_entry(policy_set_add_map(room->set, "three", NULL), policy_common_rules,
		   "permit; match-prefix-list names=three; set-metric value=4");
	text_entry(policy_set_add_map(room->set, "all", NULL), policy_common_rules, "permit");
	room->lab = lab_new(3, as_numbers);
	lab_router(room->lab, 1)->host.policies = room->set;
	for (unsigned i = 2; i <= 3; i++) {
		lab_link(room->lab, 1, i);
		lab_neighbor(room->lab, 1, i, "ipv4");
		lab_neighbor(room->lab, i, 1, "ipv4");
	}
	lab_originate(room->lab, 1, "10.0.0.2/32");
	lab_originate(room->lab, 1, "10.0.0.3/32");
	lab_start(room->lab);
	lab_run(room->lab, 10 * SIM_SEC);
}

static void room_clear(Room *room)
{
	lab_free(room->lab);
	policy_set_free(room->set);
}

static const BgpPath *heard(const Room *room, unsigned i, const char *prefix)
{
	const BgpTable *table = &lab_bgp(room->lab, i)->tables[BGP_FAMILY_IPV4];
	NetPrefix p = text_prefix(prefix);
	const BgpNet *net = bgp_table_find(table, 0, &p);

	return net ? bgp_net_path_of(net, lab_only_peer(room->lab, i)) : NULL;
}

static void set_map(Room *room, unsigned i, const char *name)
{
	bgp_update_set_map(lab_peer(room->lab, 1, i), BGP_FAMILY_IPV4,
			   name ? policy_set_map(room->set, name, NULL) : NULL);
	lab_run(room->lab, room->lab->sim->now + SIM_SEC);
}

static BgpGroup *group_of(const Room *room, unsigned i)
{
	return lab_peer(room->lab, 1, i)->families[BGP_FAMILY_IPV4].group;
}

START_TEST(another_export_map)
{
	Room room;
	BgpGroup *group;

	room_init(&room);
	group = group_of(&room, 2);
	/* Their ends of their sessions are alike, so they are one group. */
	ck_assert_ptr_eq(group_of(&room, 3), group);
	ck_assert_ptr_nonnull(heard(&room, 2, "10.0.0.2/32"));
	ck_assert_ptr_nonnull(heard(&room, 3, "10.0.0.2/32"));
	set_map(&room, 2, "three");
	ck_assert_ptr_ne(group_of(&room, 2), group);
	ck_assert_ptr_null(heard(&room, 2, "10.0.0.2/32"));
	ck_assert_uint_eq(heard(&room, 2, "10.0.0.3/32")->attrs->attrs.med, 4);
	ck_assert_ptr_nonnull(heard(&room, 3, "10.0.0.2/32"));
	ck_assert_uint_eq(heard(&room, 3, "10.0.0.3/32")->attrs->attrs.med, 10);
	ck_assert_uint_eq(lab_count(room.lab, "R1 refuses 10.0.0.2/32"), 1);
	/* Back among the others, with whom it goes on together. */
	set_map(&room, 2, NULL);
	ck_assert_ptr_eq(group_of(&room, 2), group);
	ck_assert_uint_eq(group->streams->len, 1);
	ck_assert_ptr_nonnull(heard(&room, 2, "10.0.0.2/32"));
	ck_assert_uint_eq(heard(&room, 2, "10.0.0.3/32")->attrs->attrs.med, 10);
	ck_assert_int_eq(lab_state(room.lab, 1, 2), BGP_STATE_ESTABLISHED);
	room_clear(&room);
}
END_TEST

static void check_words(Room *room, const char *text, const char *wrong, const char *ipv4,
			const char *vpnv4)
{
	GStrv words = g_strsplit(text, " ", -1);
	const PolicyMap *maps[BGP_N_FAMILIES];
	GError *error = NULL;

	if (bgp_policy_take_maps(lab_bgp(room->lab, 1), "import-map", words, maps, &error)) {
		ck_assert_ptr_null(wrong);
		ck_assert_ptr_eq(maps[BGP_FAMILY_IPV4],
				 ipv4 ? policy_set_map(room->set, ipv4, NULL) : NULL);
		ck_assert_ptr_eq(maps[BGP_FAMILY_VPNV4],
				 vpnv4 ? policy_set_map(room->set, vpnv4, NULL) : NULL);
	} else {
		ck_assert_str_eq(error->message, wrong);
		g_clear_error(&error);
	}
	g_strfreev(words);
}

START_TEST(words)
{
	Room room;

	room_init(&room);
	check_words(&room, "all", NULL, "all", "all");
	check_words(&room, "vpnv4:all", NULL, NULL, "all");
	check_words(&room, "all vpnv4:three", NULL, "all", "three");
	check_words(&room, "al", "import-map: there is no route-map \"al\"; did you mean \"all\"?",
		    NULL, NULL);
	check_words(&room, "ipv5:all",
		    "import-map: no address family \"ipv5\": write the name of a route-map, or "
		    "family:name as vpnv4:customers",
		    NULL, NULL);
	room_clear(&room);
}
END_TEST

static gboolean add_network(Room *room, const char *prefix, const char *route_map, GError **error)
{
	const ProtoItem *item = lab_item("network");
	void *config = g_malloc0(item->config_size);
	gboolean added;

	config_set_defaults(item->fields, item->n_fields, config);
	ck_assert(config_set(&item->fields[0], prefix, config));
	ck_assert(config_set(&item->fields[1], route_map, config));
	added = item->add(lab_router(room->lab, 1)->bgp, NULL, config, error);
	config_clear(item->fields, item->n_fields, config);
	g_free(config);
	return added;
}

/* R1 with R2, which is told a default route through a map; nothing is started yet. */
static void pair_init(Room *room, const char *entry, const char *attributes)
{
	static const uint32_t as_numbers[] = {65001, 65002};

	room->set = policy_set_new(NULL);
	text_entry(policy_set_add_map(room->set, "map", NULL), policy_common_rules, entry);
	room->lab = lab_new(2, as_numbers);
	lab_router(room->lab, 1)->host.policies = room->set;
	lab_link(room->lab, 1, 2);
	lab_neighbor_with(room->lab, 1, 2, "ipv4", attributes);
	lab_neighbor(room->lab, 2, 1, "ipv4");
}

static void run_pair(Room *room)
{
	lab_start(room->lab);
	lab_run(room->lab, 10 * SIM_SEC);
}

START_TEST(network_permitted)
{
	Room room;

	pair_init(&room, "permit; match-source-protocol protocols=ospf; set-metric value=9", "");
	ck_assert(add_network(&room, "10.0.0.2/32", "map", NULL));
	run_pair(&room);
	ck_assert_uint_eq(heard(&room, 2, "10.0.0.2/32")->attrs->attrs.med, 9);
	room_clear(&room);
}
END_TEST

START_TEST(network_denied)
{
	Room room;
	GError *error = NULL;

	pair_init(&room, "permit; match-source-protocol protocols=static", "");
	ck_assert(add_network(&room, "10.0.0.2/32", "map", NULL));
	ck_assert(!add_network(&room, "10.0.0.2/32", "", &error));
	ck_assert_str_eq(error->message, "the network is there already; write it once");
	g_clear_error(&error);
	ck_assert(!add_network(&room, "10.0.0.3/32", "mapp", &error));
	ck_assert_str_eq(error->message, "there is no route-map \"mapp\"; did you mean \"map\"?");
	g_clear_error(&error);
	run_pair(&room);
	ck_assert_ptr_null(heard(&room, 2, "10.0.0.2/32"));
	ck_assert_uint_eq(lab_count(room.lab, "R1 refuses 10.0.0.2/32 of nobody: route-map map: "
					      "no entry matches\n"),
			  1);
	room_clear(&room);
}
END_TEST

/* The cost to the next hop is not known as a path comes in. */
START_TEST(igp_metric_on_import)
{
	const PolicyMap *maps[BGP_N_FAMILIES] = {NULL};
	GError *error = NULL;
	Room room;

	pair_init(&room, "permit; set-metric value=igp", "export-map=map");
	text_entry(policy_set_add_map(room.set, "seven", NULL), policy_common_rules,
		   "permit; set-metric value=7");
	maps[BGP_FAMILY_VPNV4] = policy_set_map(room.set, "seven", NULL);
	ck_assert(bgp_policy_check_import(maps, NULL));
	maps[BGP_FAMILY_VPNV4] = policy_set_map(room.set, "map", NULL);
	ck_assert(!bgp_policy_check_import(maps, &error));
	ck_assert_str_eq(
		error->message,
		"import-map: route-map \"map\" has set-metric value=\"igp\", but the cost "
		"to the next hop is not known as a path comes in: write a number, or set it "
		"in an export-map");
	g_clear_error(&error);
	room_clear(&room);
}
END_TEST

#define DEFAULT_MAP "default-originate=yes default-originate-map=map"

START_TEST(default_permitted)
{
	Room room;

	pair_init(&room, "permit; set-metric value=9", DEFAULT_MAP);
	run_pair(&room);
	ck_assert_uint_eq(heard(&room, 2, "0.0.0.0/0")->attrs->attrs.med, 9);
	room_clear(&room);
}
END_TEST

START_TEST(default_denied)
{
	Room room;

	pair_init(&room, "deny", DEFAULT_MAP);
	run_pair(&room);
	ck_assert_int_eq(lab_state(room.lab, 1, 2), BGP_STATE_ESTABLISHED);
	ck_assert_ptr_null(heard(&room, 2, "0.0.0.0/0"));
	ck_assert_uint_eq(lab_count(room.lab, "R1 refuses 0.0.0.0/0 of nobody: not told to "
					      "10.0.0.2: denied by route-map map entry 10\n"),
			  1);
	room_clear(&room);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bgp_policy");

	tcase_add_test(tc, another_export_map);
	tcase_add_test(tc, words);
	tcase_add_test(tc, network_permitted);
	tcase_add_test(tc, network_denied);
	tcase_add_test(tc, igp_metric_on_import);
	tcase_add_test(tc, default_permitted);
	tcase_add_test(tc, default_denied);
	return test_main("bgp_policy", tc);
}
