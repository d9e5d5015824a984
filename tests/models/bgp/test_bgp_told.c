/* SPDX-License-Identifier: Apache-2.0 */
/* What a group is told of a path and with what attributes: nobody is in it. */
#include "models/bgp/bgp_fields.h"
#include "models/bgp/bgp_policy.h"
#include "models/bgp/bgp_told.h"
#include "tests/models/bgp/bgp_paths.h"
#include "tests/models/policy/policy_text.h"
#include "tests/testing.h"

enum { IPV4 = BGP_FAMILY_IPV4 };

#define P "10.9.0.0/16"
#define PLAIN "40010100 40020602010000fe4d 4003040a000002 80040400000007 40050400000064"

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

	if (!bgp_told_make(group, net, &what, &reason)) {
		ck_assert_ptr_null(what.attrs);
		g_string_free(out, TRUE);
		return reason;
	}
	bgp_scratch_init(&scratch);
	bgp_told_attrs(group, &what, &attrs, &scratch);
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
	paths_put_hex(lab, tellings[_i].from_external ? external : internal, attributes);
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

/* An own route that has no label yet, and another router for next hop, is not told with explicit null. */
START_TEST(an_own_route_with_another_next_hop_has_no_label)
{
	const unsigned family = BGP_FAMILY_IPV4_LABELLED;
	g_autofree char *found = NULL;
	const BgpPath *path;
	BgpGroupKey key;

	begin();
	path = paths_put(lab, NULL, family, P, "10.0.0.7", 0);
	ck_assert(bgp_table_put(paths_table(lab, family), paths_net(lab, family, P), NULL,
				bgp_attrset_ref(path->attrs), 0));
	bgp_loc_rib_run(lab_bgp(lab, 1));
	key = group_with(TRUE, NULL)->key;
	key.family = key.table = family;
	key.labels = BGP_GROUP_LABELS_ALL;
	key.egress.next_hop = BGP_NEXT_HOP_UNCHANGED;
	found = told(bgp_group_get(lab_bgp(lab, 1), &key), paths_net(lab, family, P));
	ck_assert_str_eq(found, "it has no label, and its next hop is another router");
	end();
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bgp_told");

	tcase_add_loop_test(tc, tell, 0, G_N_ELEMENTS(tellings));
	tcase_add_loop_test(tc, tell_a_default, 0, 3);
	tcase_add_test(tc, an_own_route_with_another_next_hop_has_no_label);
	return test_main("bgp_told", tc);
}
