/* SPDX-License-Identifier: Apache-2.0 */
/* VPN routes that R1 originates itself, and who is told of them. */
#include "models/bgp/bgp_loc_rib.h"
#include "models/bgp/bgp_policy.h"
#include "models/bgp/bgp_vpn.h"
#include "models/bgp/bgp_vpn_table.h"
#include "tests/models/bgp/bgp_lab.h"
#include "tests/models/bgp/vpn_origin.h"
#include "tests/models/policy/policy_text.h"
#include "tests/models/wire/bgp_vectors.h"
#include "tests/testing.h"

#define RT_1 "0002fde800000001"
#define SITE_9 "0003fde800000009"
#define OTHER "03000a0000000001"

static Lab *lab;
static ProtoInstance *bgp;

static void setup(void)
{
	static const uint32_t as_numbers[] = {65001};

	lab = lab_new(1, as_numbers);
	bgp = lab_router(lab, 1)->bgp;
	lab_watch_vpn(lab, 1);
	lab_start(lab);
}

static void teardown(void)
{
	lab_free(lab);
}

static void run(void)
{
	lab_run(lab, lab->sim->now + SIM_SEC);
}

static void put(NetRd rd, const char *prefix, uint32_t label)
{
	VpnOrigin origin = {.rd = rd, .prefix = text_prefix(prefix), .label = label};

	vpn_origin_put(bgp, &origin);
}

static void withdraw(NetRd rd, const char *prefix)
{
	NetPrefix p = text_prefix(prefix);

	bgp_vpn_withdraw(bgp, rd, &p);
}

/* The attributes of a route as a CE told it; one reference. */
static BgpAttrSet *ce_attrs(const char *attributes)
{
	static BgpUpdate update;
	WireError error = {0};
	size_t len;
	uint8_t *m = bgp_test_update("", attributes, "100a09", &len);
	BgpAttrSet *set;

	ck_assert_msg(bgp_update_decode(m, len, 4, FALSE, &update, &error), "%s", error.text);
	set = bgp_attrset_of_update(&lab_bgp(lab, 1)->run->attrs, &update, &update.attrs);
	g_free(m);
	return set;
}

/* Extended communities in hexadecimal digits. */
static char *communities_of(const BgpAttrSet *set)
{
	GString *out = g_string_new(NULL);

	for (size_t i = 0; i < set->attrs.extended_communities.len; i++)
		g_string_append_printf(out, "%02x", set->attrs.extended_communities.bytes[i]);
	return g_string_free(out, FALSE);
}

static BgpAttrSet *origin_attrs(const char *attributes, const char *site, const PolicyMap *map,
				PolicyResult *result)
{
	NetRt rts[2];
	BgpAttrSet *attrs = ce_attrs(attributes), *out;
	BgpVpnOrigin origin = {.rd = 1,
			       .prefix = text_prefix("10.9.0.0/16"),
			       .attrs = attrs,
			       .route_targets = rts,
			       .n_route_targets = 2};

	ck_assert(net_rt_parse("1:222", &rts[0]));
	ck_assert(net_rt_parse("1:223", &rts[1]));
	if (site)
		ck_assert(net_soo_parse(site, &origin.site_of_origin));
	out = bgp_vpn_origin_attrs(bgp, &origin, map, result);
	bgp_attrset_unref(attrs);
	return out;
}

/* Route targets are the VRF's, what else the CE said goes along, but for what is of its session alone. */
START_TEST(attributes_of_origin)
{
	static const struct {
		const char *communities, *site, *expected;
	} cases[] = {
		{"", NULL, ""},
		{"c01008" RT_1, NULL, ""},
		{"c01018" RT_1 OTHER SITE_9, NULL, OTHER SITE_9},
		{"", "65000:7", "0003fde800000007"},
		{"c01008" OTHER, "65000:7", OTHER "0003fde800000007"},
		/* The neighbour's site is the nearer truth (RFC 4364 7). */
		{"c01008" SITE_9, "65000:7", SITE_9},
	};
	g_autofree char *attributes = g_strconcat(
		"40010100 40020602010000fe4d 4003040a000002 80040400000007 40050400000096"
		"c00804fde80001 8009040a000009 800a040a000008",
		cases[_i].communities, NULL);
	PolicyResult result;
	BgpAttrSet *set = origin_attrs(attributes, cases[_i].site, NULL, &result);
	g_autofree char *found = communities_of(set);
	g_autofree char *expected =
		g_strconcat("00020001000000de00020001000000df", cases[_i].expected, NULL);

	ck_assert(result.permit);
	ck_assert_str_eq(found, expected);
	ck_assert(!bgp_attrs_has(&set->attrs, BGP_ATTR_ORIGINATOR_ID));
	ck_assert(!bgp_attrs_has(&set->attrs, BGP_ATTR_CLUSTER_LIST));
	ck_assert(bgp_attrs_has(&set->attrs, BGP_ATTR_COMMUNITIES));
	ck_assert_uint_eq(set->attrs.local_pref, 150);
	ck_assert_uint_eq(set->as_path_length, 1);
	ck_assert_uint_eq(set->attrs.med, 7);
	ck_assert(!net_addr_is_set(&set->attrs.next_hop));
	bgp_attrset_unref(set);
}
END_TEST

/* Attributes that nobody here knows are passed on. */
START_TEST(unknown_attributes)
{
	PolicyResult result;
	BgpAttrSet *set = origin_attrs("40010100 40020602010000fe4d 4003040a000002 40050400000096"
				       "c06302beef",
				       NULL, NULL, &result);

	ck_assert_uint_eq(set->others.len, 5);
	ck_assert_uint_eq(set->others.bytes[1], 0x63);
	bgp_attrset_unref(set);
}
END_TEST

#define PLAIN "40010100 40020602010000fe4d 4003040a000002 80040400000007 40050400000096"

START_TEST(through_a_map)
{
	PolicySet *set = policy_set_new(NULL);
	PolicyMap *map = policy_set_add_map(set, "map", NULL);
	PolicyMap *nothing = policy_set_add_map(set, "nothing", NULL);
	PolicyResult result;
	BgpAttrSet *attrs;

	text_entry(map, policy_common_rules,
		   "permit; match-metric value=7; set-metric value=8; set-next-hop value=10.0.0.3");
	attrs = origin_attrs(PLAIN, NULL, map, &result);
	ck_assert(result.permit);
	ck_assert_uint_eq(attrs->attrs.med, 8);
	/* The next hop belongs to the label. */
	ck_assert(!net_addr_is_set(&attrs->attrs.next_hop));
	bgp_attrset_unref(attrs);
	ck_assert_ptr_null(origin_attrs(PLAIN, NULL, nothing, &result));
	ck_assert(!result.permit);
	ck_assert_ptr_eq(result.map, nothing);
	policy_set_free(set);
}
END_TEST

/* What the VRF's table has of the route is there for a map; without it there is nothing to match. */
START_TEST(a_map_sees_the_route)
{
	PolicySet *set = policy_set_new(NULL);
	PolicyMap *map = policy_set_add_map(set, "map", NULL);
	RibSource source = {.protocol = "static"};
	RibHop hop = {.kind = RIB_HOP_DISCARD};
	RibRoute route = {.source = &source, .tag = 5, .n_hops = 1, .hops = &hop};
	BgpAttrSet *attrs = ce_attrs(PLAIN), *out;
	BgpVpnOrigin origin = {.rd = 1, .prefix = text_prefix("10.9.0.0/16"), .attrs = attrs};
	PolicyResult result;

	text_entry(map, policy_common_rules,
		   "permit; match-tag value=5; match-source-protocol protocols=static");
	ck_assert_ptr_null(bgp_vpn_origin_attrs(bgp, &origin, map, &result));
	origin.route = &route;
	out = bgp_vpn_origin_attrs(bgp, &origin, map, &result);
	ck_assert_ptr_nonnull(out);
	bgp_attrset_unref(out);
	bgp_attrset_unref(attrs);
	policy_set_free(set);
}
END_TEST

START_TEST(a_route_comes_changes_and_goes)
{
	put(1, "10.9.0.0/16", 20);
	ck_assert_uint_eq(lab_count(lab, "vpn"), 0); /* never from within a call */
	run();
	ck_assert_str_eq(lab->log->str, "R1 vpn add 0:1 10.9.0.0/16 local label 20\n");
	put(1, "10.9.0.0/16", 20);
	run();
	ck_assert_uint_eq(lab_count(lab, "vpn"), 1);
	put(1, "10.9.0.0/16", 21);
	run();
	ck_assert_uint_eq(lab_count(lab, "R1 vpn replace 0:1 10.9.0.0/16 local label 21\n"), 1);
	/* Another RD is another route. */
	put(2, "10.9.0.0/16", 22);
	withdraw(1, "10.9.1.0/24");
	withdraw(3, "10.9.0.0/16");
	withdraw(1, "10.9.0.0/16");
	run();
	ck_assert_uint_eq(lab_count(lab, "R1 vpn remove 0:1 10.9.0.0/16 local label 21\n"), 1);
	ck_assert_uint_eq(lab_count(lab, "R1 vpn add 0:2"), 1);
	withdraw(1, "10.9.0.0/16");
	run();
	ck_assert_uint_eq(lab_count(lab, "vpn"), 4);
	/* In between nobody has known of it. */
	put(3, "10.9.0.0/16", 22);
	withdraw(3, "10.9.0.0/16");
	run();
	ck_assert_uint_eq(lab_count(lab, "vpn"), 4);
}
END_TEST

static void note(ProtoInstance *from, const BgpVpnRoute *before, const BgpVpnRoute *after,
		 void *user)
{
	(void)from;
	(void)before;
	g_string_append_printf(lab->log, "watch %s %u\n", (const char *)user, after->label);
}

START_TEST(watches)
{
	char a[] = "a", b[] = "b";

	bgp_vpn_watch(bgp, note, b);
	bgp_vpn_watch(bgp, note, a);
	put(1, "10.9.0.0/16", 20);
	run();
	ck_assert_uint_eq(lab_count(lab, "watch b 20\nwatch a 20\n"), 1);
	bgp_vpn_unwatch(bgp, note, a);
	put(1, "10.9.0.0/16", 21);
	run();
	ck_assert_uint_eq(lab_count(lab, "watch b 21\n"), 1);
	ck_assert_uint_eq(lab_count(lab, "watch a"), 1);
	bgp_vpn_unwatch(bgp, note, b);
	put(1, "10.9.0.0/16", 22);
	run();
	ck_assert_uint_eq(lab_count(lab, "watch"), 3);
	ck_assert_uint_eq(lab_count(lab, "vpn replace"), 2); /* the lab's is there still */
}
END_TEST

static void count_paths(NetRd rd, const NetPrefix *prefix, void *user)
{
	ck_assert_uint_eq(rd, 1);
	ck_assert_uint_eq(prefix->len, 16);
	++*(unsigned *)user;
}

START_TEST(paths_are_watched)
{
	unsigned n = 0;

	bgp_vpn_watch_paths(bgp, count_paths, &n);
	put(1, "10.9.0.0/16", 20);
	run();
	ck_assert_uint_eq(n, 1);
	/* Looked at once more with nothing new: an importer hears of it. */
	bgp_loc_rib_reconsider_all(lab_bgp(lab, 1));
	run();
	ck_assert_uint_eq(n, 2);
	ck_assert_uint_eq(lab_count(lab, "vpn"), 1);
	bgp_vpn_watch_paths(bgp, NULL, NULL);
	put(1, "10.9.0.0/16", 21);
	run();
	ck_assert_uint_eq(n, 2);
}
END_TEST

static void list(const BgpVpnRoute *route, void *user)
{
	g_string_append_printf(user, "%u%s%s ", route->label, route->local ? "l" : "",
			       route->usable ? "u" : "");
}

START_TEST(all)
{
	GString *out = g_string_new(NULL);

	put(2, "10.9.0.0/16", 20);
	bgp_vpn_foreach(bgp, list, out); /* not decided on yet */
	ck_assert_str_eq(out->str, "");
	put(1, "10.8.0.0/16", 21);
	put(1, "10.9.0.0/16", 22);
	run();
	bgp_vpn_foreach(bgp, list, out);
	ck_assert_str_eq(out->str, "20lu 21lu 22lu ");
	g_string_truncate(out, 0);
	bgp_class.stop(bgp);
	run();
	bgp_vpn_foreach(bgp, list, out);
	ck_assert_str_eq(out->str, "");
	bgp_class.start(bgp);
	run();
	bgp_vpn_foreach(bgp, list, out);
	ck_assert_str_eq(out->str, "20lu 21lu 22lu ");
	g_string_free(out, TRUE);
}
END_TEST

START_TEST(family_names)
{
	ck_assert_str_eq(bgp_vpn_family_name(NET_AF_IPV4), "vpnv4");
	ck_assert_ptr_null(bgp_vpn_family_name(NET_AF_IPV6));
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bgp_vpn");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, attributes_of_origin, 0, 6);
	tcase_add_test(tc, unknown_attributes);
	tcase_add_test(tc, through_a_map);
	tcase_add_test(tc, a_map_sees_the_route);
	tcase_add_test(tc, a_route_comes_changes_and_goes);
	tcase_add_test(tc, watches);
	tcase_add_test(tc, paths_are_watched);
	tcase_add_test(tc, all);
	tcase_add_test(tc, family_names);
	return test_main("bgp_vpn", tc);
}
