/* SPDX-License-Identifier: Apache-2.0 */
/* BGP's rules and lists: what they are true of, and what they make of a path's attributes. */
#include "models/bgp/bgp_as_path.h"
#include "models/bgp/bgp_fields.h"
#include "models/bgp/bgp_peer.h"
#include "models/bgp/bgp_policy.h"
#include "tests/models/policy/policy_text.h"
#include "tests/models/wire/bgp_vectors.h"
#include "tests/testing.h"

#define PATH "40020e02030000fe4d0000fe4e0000fe4f" /* 65101 65102 65103 */
#define COMMUNITIES "c0080c fde80001 fde80002 ffffff01"
#define LARGE "e0200c 0000fde8 00000001 00000002"
#define EXTENDED "c01010 0002fde800000001 0003fde800000009" /* rt:65000:1 soo:65000:9 */
#define ROUTE \
	"40010100" PATH "4003040a000002 80040400000007 40050400000096" COMMUNITIES EXTENDED LARGE

typedef struct Room {
	BgpAttrTable table;
	Bgp bgp;
	BgpPeer peer;
	PolicySet *set;
	BgpAttrSet *attrs;
} Room;

static void room_init(Room *room)
{
	static BgpUpdate update;
	WireError error = {0};
	WireWriter w;
	size_t len;
	uint8_t *m = bgp_test_update("", ROUTE, "100a09", &len);

	memset(room, 0, sizeof *room);
	bgp_attr_table_init(&room->table);
	room->bgp.as_number = 65000;
	room->peer = (BgpPeer){.bgp = &room->bgp, .as_number = 65101};
	net_addr_parse("10.0.0.9", &room->peer.address);
	ck_assert_msg(bgp_update_decode(m, len, 4, FALSE, &update, &error), "%s", error.text);
	wire_writer_init(&w, SIZE_MAX);
	bgp_attrs_normalise(&update.attrs, &w);
	room->attrs = bgp_attrset_intern(&room->table, &update.attrs, (BgpSpan){NULL, 0});
	wire_writer_clear(&w);
	g_free(m);
	room->set = policy_set_new(NULL);
	text_list(room->set, &bgp_as_path_list, "first", "regex=^65101_");
	text_list(room->set, &bgp_as_path_list, "own", "regex=^$");
	text_list(room->set, &bgp_as_path_list, "not-middle",
		  "action=deny regex=_65102_ | regex=.");
	text_list(room->set, &bgp_community_list, "one", "communities=65000:1");
	text_list(room->set, &bgp_community_list, "all", "communities=no-export,65000:2,65000:1");
	text_list(room->set, &bgp_community_list, "missing", "communities=65000:1,65000:3");
	text_list(room->set, &bgp_community_list, "any-65000", "regex=^65000:");
	text_list(room->set, &bgp_large_community_list, "large", "communities=65000:1:2");
	text_list(room->set, &bgp_large_community_list, "no-large", "communities=65000:1:3");
	text_list(room->set, &bgp_ext_community_list, "rt", "route-targets=65000:1");
	text_list(room->set, &bgp_ext_community_list, "site", "sites=65000:9");
	text_list(room->set, &bgp_ext_community_list, "both",
		  "route-targets=65000:1 sites=65000:9");
	text_list(room->set, &bgp_ext_community_list, "no-rt", "route-targets=65000:9");
}

static void room_clear(Room *room)
{
	bgp_attrset_unref(room->attrs);
	policy_set_free(room->set);
	ck_assert_uint_eq(bgp_attr_table_size(&room->table), 0);
	bgp_attr_table_release(&room->table);
}

static BgpPolicyAnswer apply(Room *room, const char *rules)
{
	PolicyMap *map = policy_set_add_map(room->set, rules, NULL);
	BgpPolicyAsk ask = {
		.bgp = &room->bgp,
		.family = BGP_FAMILY_IPV4,
		.prefix = text_prefix("10.9.0.0/16"),
		.peer = &room->peer,
		.attrs = room->attrs,
		.label = NET_LABEL_NONE,
		.igp_metric = 33,
		.protocol = "bgp",
	};
	g_autofree char *entry = g_strconcat("permit; ", rules, NULL);
	gboolean common = strstr(rules, "metric") || strstr(rules, "next-hop");

	text_entry(map, common ? policy_common_rules : bgp_policy_rules, entry);
	return bgp_policy_apply(map, &ask);
}

static const struct {
	const char *rule;
	gboolean is_true;
} matches[] = {
	{"match-as-path names=first", TRUE},
	{"match-as-path names=own", FALSE},
	{"match-as-path names=own,first", TRUE},
	{"match-as-path names=not-middle", FALSE},
	{"match-community names=one", TRUE},
	{"match-community names=one exact=yes", FALSE},
	{"match-community names=all", TRUE},
	{"match-community names=all exact=yes", TRUE},
	{"match-community names=missing", FALSE},
	{"match-community names=any-65000", TRUE},
	{"match-large-community names=large", TRUE},
	{"match-large-community names=large exact=yes", TRUE},
	{"match-large-community names=no-large", FALSE},
	{"match-extcommunity names=rt", TRUE},
	{"match-extcommunity names=rt exact=yes", FALSE},
	{"match-extcommunity names=site", TRUE},
	{"match-extcommunity names=both exact=yes", TRUE},
	{"match-extcommunity names=no-rt", FALSE},
	{"match-local-preference value=150", TRUE},
	{"match-local-preference value=100", FALSE},
	{"match-origin value=igp", TRUE},
	{"match-origin value=egp", FALSE},
	{"match-route-type value=external", TRUE},
	{"match-route-type value=internal", FALSE},
	{"match-route-type value=local", FALSE},
	{"match-family names=vpnv4,ipv4", TRUE},
	{"match-family names=vpnv4", FALSE},
	{"match-metric value=7", TRUE},
	{"match-metric value=8", FALSE},
};

START_TEST(match_rules)
{
	Room room;

	room_init(&room);
	for (unsigned i = 0; i < G_N_ELEMENTS(matches); i++) {
		BgpPolicyAnswer answer = apply(&room, matches[i].rule);

		ck_assert_msg((answer.attrs != NULL) == matches[i].is_true, "%s", matches[i].rule);
		/* What is not changed is not another set. */
		ck_assert(!answer.attrs || answer.attrs == room.attrs);
		bgp_attrset_unref(answer.attrs);
	}
	room_clear(&room);
}
END_TEST

static char *text_of(const BgpAttrSet *set)
{
	const BgpAttrs *a = &set->attrs;
	GString *out = g_string_new(NULL);
	const FieldKind *const kinds[] = {
		&field_bgp_as_path,           &field_bgp_origin,
		&field_bgp_next_hop,          &field_bgp_med,
		&field_bgp_local_pref,        &field_bgp_communities,
		&field_bgp_large_communities,
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(kinds); i++) {
		if (!kinds[i]->print(&a, out))
			g_string_append_c(out, '-');
		g_string_append_c(out, '|');
	}
	for (size_t i = 0; i < a->extended_communities.len; i++)
		g_string_append_printf(out, "%s%02x", i > 0 && i % 8 == 0 ? " " : "",
				       a->extended_communities.bytes[i]);
	g_string_append_printf(out, "|%u", set->weight);
	return g_string_free(out, FALSE);
}

#define P "65101 65102 65103|"
#define C "65000:1 65000:2 65535:65281|"
#define L "65000:1:2|"
#define E "0002fde800000001 0003fde800000009|"

static const struct {
	const char *rule, *expected;
} changes[] = {
	{"set-local-preference value=200", P "igp|10.0.0.2|7|200|" C L E "0"},
	{"set-weight value=0", P "igp|10.0.0.2|7|150|" C L E "1"},
	{"set-weight value=65535", P "igp|10.0.0.2|7|150|" C L E "65536"},
	{"set-origin value=incomplete", P "incomplete|10.0.0.2|7|150|" C L E "0"},
	{"set-metric value=+5", P "igp|10.0.0.2|12|150|" C L E "0"},
	{"set-metric value=igp", P "igp|10.0.0.2|33|150|" C L E "0"},
	{"set-next-hop value=10.0.0.3", P "igp|10.0.0.3|7|150|" C L E "0"},
	{"set-next-hop value=self", P "igp|10.0.0.2|7|150|" C L E "0"},
	{"set-community values=1:1", P "igp|10.0.0.2|7|150|1:1|" L E "0"},
	{"set-community values=", P "igp|10.0.0.2|7|150|-|" L E "0"},
	{"set-community values=1:1,65000:2 additive=yes",
	 P "igp|10.0.0.2|7|150|65000:1 65000:2 65535:65281 1:1|" L E "0"},
	{"delete-community names=any-65000", P "igp|10.0.0.2|7|150|65535:65281|" L E "0"},
	{"delete-community names=one,all", P "igp|10.0.0.2|7|150|65000:2 65535:65281|" L E "0"},
	{"set-large-community values=1:2:3 additive=yes",
	 P "igp|10.0.0.2|7|150|" C "65000:1:2 1:2:3|" E "0"},
	{"set-large-community values=1:2:3", P "igp|10.0.0.2|7|150|" C "1:2:3|" E "0"},
	{"delete-large-community names=large", P "igp|10.0.0.2|7|150|" C "-|" E "0"},
	{"delete-large-community names=no-large", P "igp|10.0.0.2|7|150|" C L E "0"},
	{"set-extcommunity route-targets=65000:2",
	 P "igp|10.0.0.2|7|150|" C L "0003fde800000009 0002fde800000002|0"},
	{"set-extcommunity route-targets=65000:2 additive=yes",
	 P "igp|10.0.0.2|7|150|" C L "0002fde800000001 0003fde800000009 0002fde800000002|0"},
	{"set-extcommunity sites=65000:8",
	 P "igp|10.0.0.2|7|150|" C L "0002fde800000001 0003fde800000008|0"},
	{"delete-extcommunity names=rt", P "igp|10.0.0.2|7|150|" C L "0003fde800000009|0"},
	{"delete-extcommunity names=rt,site", P "igp|10.0.0.2|7|150|" C L "|0"},
	{"set-as-path-prepend times=2", "65000 65000 " P "igp|10.0.0.2|7|150|" C L E "0"},
	{"set-as-path-prepend as-numbers=1,2", "1 2 " P "igp|10.0.0.2|7|150|" C L E "0"},
};

START_TEST(set_rules)
{
	Room room;

	room_init(&room);
	for (unsigned i = 0; i < G_N_ELEMENTS(changes); i++) {
		BgpPolicyAnswer answer = apply(&room, changes[i].rule);
		g_autofree char *text = NULL;

		ck_assert_ptr_nonnull(answer.attrs);
		text = text_of(answer.attrs);
		ck_assert_msg(strcmp(text, changes[i].expected) == 0, "%s:\n%s\nexpected:\n%s",
			      changes[i].rule, text, changes[i].expected);
		ck_assert_uint_eq(answer.attrs->as_path_length,
				  bgp_as_path_length(answer.attrs->attrs.as_path));
		bgp_attrset_unref(answer.attrs);
	}
	room_clear(&room);
}
END_TEST

/* Rules of an entry change what those before them have left. */
START_TEST(in_order)
{
	Room room;
	BgpPolicyAnswer answer;
	g_autofree char *text = NULL;

	room_init(&room);
	answer = apply(&room, "set-community values=1:1; set-community values=1:2 additive=yes; "
			      "set-as-path-prepend times=1; set-as-path-prepend as-numbers=7");
	text = text_of(answer.attrs);
	ck_assert_str_eq(text, "7 65000 " P "igp|10.0.0.2|7|150|1:1 1:2|" L E "0");
	bgp_attrset_unref(answer.attrs);
	room_clear(&room);
}
END_TEST

START_TEST(mistakes)
{
	static const struct {
		const char *rule, *wrong;
	} cases[] = {
		{"set-weight value=65536", "a weight is 0 to 65535"},
		{"match-family names=", NULL},
		{"set-as-path-prepend", "write as-numbers or times, one of both"},
		{"set-as-path-prepend times=1 as-numbers=1",
		 "write as-numbers or times, one of both"},
		{"set-extcommunity", "write route-targets, sites or both"},
		{"match-family names=vpnv5",
		 "no address family \"vpnv5\": write ipv4, vpnv4, ipv4-labelled-unicast or "
		 "route-target"},
		{"match-as-path names=frist",
		 "there is no as-path-list \"frist\"; did you mean \"first\"?"},
	};
	Room room;
	PolicyMap *map;
	PolicyEntryConfig config = {.action = POLICY_PERMIT};
	PolicyList *list;

	room_init(&room);
	map = policy_set_add_map(room.set, "m", NULL);
	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *wrong = text_use(policy_map_add(map, &config, NULL),
						  bgp_policy_rules, cases[i].rule);

		ck_assert_ptr_nonnull(wrong);
		if (cases[i].wrong)
			ck_assert_str_eq(wrong, cases[i].wrong);
	}
	list = policy_set_add_list(room.set, &bgp_community_list, "wrong", NULL);
	g_autofree char *neither = text_list_entry(list, &bgp_community_list, "seq=1");
	g_autofree char *both =
		text_list_entry(list, &bgp_community_list, "communities=1:1 regex=1");
	ck_assert_str_eq(neither, "write communities or regex, one of both");
	ck_assert_str_eq(both, "write communities or regex, one of both");
	room_clear(&room);
}
END_TEST

/* Values that a field does not know cannot be read. */
START_TEST(values)
{
	static const char *const elements[] = {"match-origin", "match-route-type"};
	uint32_t config[4];

	for (unsigned i = 0; i < G_N_ELEMENTS(elements); i++) {
		const PolicyRule *rule = text_rule(bgp_policy_rules, elements[i]);

		ck_assert_uint_le(rule->config_size, sizeof config);
		ck_assert(!config_set(&rule->fields[0], "igpp", config));
		ck_assert(!config_set(&rule->fields[0], "", config));
	}
}
END_TEST

static const char *objection(const char *community, gboolean internal)
{
	static uint8_t bytes[4];
	GByteArray *hex = g_byte_array_new();

	bgp_test_append_hex(hex, community);
	memcpy(bytes, hex->data, sizeof bytes);
	g_byte_array_unref(hex);
	return bgp_policy_well_known(&(BgpAttrs){.present = BGP_ATTR_BIT(BGP_ATTR_COMMUNITIES),
						 .communities = {bytes, sizeof bytes}},
				     internal);
}

START_TEST(well_known)
{
	ck_assert_str_eq(objection("ffffff01", FALSE), "its community NO_EXPORT");
	ck_assert_ptr_null(objection("ffffff01", TRUE));
	ck_assert_str_eq(objection("ffffff02", FALSE), "its community NO_ADVERTISE");
	ck_assert_str_eq(objection("ffffff02", TRUE), "its community NO_ADVERTISE");
	ck_assert_str_eq(objection("ffffff03", FALSE), "its community NO_EXPORT_SUBCONFED");
	ck_assert_ptr_null(objection("ffffff03", TRUE));
	ck_assert_ptr_null(objection("fde80001", FALSE));
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bgp_policy_rules");

	tcase_add_test(tc, match_rules);
	tcase_add_test(tc, set_rules);
	tcase_add_test(tc, in_order);
	tcase_add_test(tc, mistakes);
	tcase_add_test(tc, values);
	tcase_add_test(tc, well_known);
	return test_main("bgp_policy_rules", tc);
}
