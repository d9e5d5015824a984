/* SPDX-License-Identifier: Apache-2.0 */
/* Lists by themselves: what an entry is true of, mistakes, and one community alone. */
#include "models/bgp/bgp_policy.h"
#include "models/bgp/bgp_policy_lists.h"
#include "tests/models/policy/policy_text.h"
#include "tests/models/wire/bgp_vectors.h"
#include "tests/testing.h"

static PolicySet *set;

static void setup(void)
{
	set = policy_set_new(NULL);
}

static void teardown(void)
{
	policy_set_free(set);
}

static BgpSpan span_of(GByteArray *bytes, const char *hex)
{
	bgp_test_append_hex(bytes, hex);
	return (BgpSpan){bytes->data, bytes->len};
}

/* Whether the list permits a route with these communities. */
static gboolean permits(const PolicyListClass *class_, const char *entries, const char *hex,
			unsigned flags)
{
	GByteArray *bytes = g_byte_array_new();
	BgpSpan span = span_of(bytes, hex);
	BgpPolicyRoute route = {.attrs = {
					.present = hex[0] ? BGP_ATTR_BIT(BGP_ATTR_COMMUNITIES) : 0,
					.communities = span,
					.large_communities = span,
					.extended_communities = span,
				}};
	PolicySubject subject = {.owner = &bgp_policy_owner, .own = &route};
	PolicySet *own = policy_set_new(NULL);
	gboolean answer =
		policy_list_permits(text_list(own, class_, "list", entries), &subject, flags);

	policy_set_free(own);
	g_byte_array_free(bytes, TRUE);
	return answer;
}

#define EXACT POLICY_LIST_EXACT
#define L1 "0000000100000002 00000003"
#define L2 "0000000100000002 00000004"
#define RT "0002fde800000001"
#define RT4 "0202000100010001" /* rt:65537:1 */
#define SITE "0003fde800000009"
#define OTHER "03000a0000000001"

static const struct {
	const PolicyListClass *class_;
	const char *entries, *communities;
	unsigned flags;
	gboolean permits;
} cases[] = {
	{&bgp_community_list, "communities=1:1", "", 0, FALSE},
	{&bgp_community_list, "communities=1:1", "00010001", EXACT, TRUE},
	{&bgp_community_list, "communities=1:1,1:2", "00010001", 0, FALSE},
	{&bgp_community_list, "communities=1:1,1:2", "0001000200010001", EXACT, TRUE},
	{&bgp_community_list, "communities=1:1", "0001000100010002", 0, TRUE},
	{&bgp_community_list, "communities=1:1", "0001000100010002", EXACT, FALSE},
	{&bgp_community_list, "regex=^1:1_1:2$", "0001000100010002", 0, TRUE},
	{&bgp_community_list, "regex=^1:2", "0001000100010002", 0, FALSE},
	/* An expression says itself what else there may be. */
	{&bgp_community_list, "regex=1:2", "0001000100010002", EXACT, TRUE},
	{&bgp_community_list, "regex=^$", "", 0, TRUE},
	{&bgp_community_list, "action=deny communities=1:2 | communities=1:1", "0001000100010002",
	 0, FALSE},
	{&bgp_community_list, "action=deny communities=1:2 | communities=1:1", "00010001", 0, TRUE},
	{&bgp_large_community_list, "communities=1:2:3", "", 0, FALSE},
	{&bgp_large_community_list, "communities=1:2:3", L1 L2, 0, TRUE},
	{&bgp_large_community_list, "communities=1:2:3", L1 L2, EXACT, FALSE},
	{&bgp_large_community_list, "communities=1:2:4,1:2:3", L1 L2, EXACT, TRUE},
	{&bgp_large_community_list, "communities=1:2:4,1:2:3", L1, 0, FALSE},
	{&bgp_ext_community_list, "route-targets=65000:1", "", 0, FALSE},
	{&bgp_ext_community_list, "route-targets=65000:1", RT SITE, 0, TRUE},
	{&bgp_ext_community_list, "route-targets=65000:1", RT SITE, EXACT, FALSE},
	{&bgp_ext_community_list, "route-targets=65000:1", RT RT4, EXACT, FALSE},
	{&bgp_ext_community_list, "route-targets=65000:1,65537:1", RT RT4, EXACT, TRUE},
	{&bgp_ext_community_list, "sites=65000:9", RT, 0, FALSE},
	{&bgp_ext_community_list, "sites=65000:1", RT, 0, FALSE}, /* a site is no route target */
	{&bgp_ext_community_list, "sites=65000:9", RT SITE, 0, TRUE},
	/* Others than route targets and sites are nobody's business. */
	{&bgp_ext_community_list, "sites=65000:9", SITE OTHER, EXACT, TRUE},
	{&bgp_ext_community_list, "route-targets=65000:1 sites=65000:9", RT SITE OTHER, EXACT,
	 TRUE},
};

START_TEST(of_a_route)
{
	ck_assert_int_eq(permits(cases[_i].class_, cases[_i].entries, cases[_i].communities,
				 cases[_i].flags),
			 cases[_i].permits);
}
END_TEST

START_TEST(as_paths)
{
	BgpPolicyRoute route = {.as_path = g_strdup("65101 {65102 65103}")};
	PolicySubject subject = {.owner = &bgp_policy_owner, .own = &route};
	const struct {
		const char *regex;
		gboolean permits;
	} paths[] = {
		{"regex=^65101", TRUE},  {"regex=_65102_65103_", TRUE},  {"regex=^65102", FALSE},
		{"regex=65103$", FALSE}, {"action=deny regex=.", FALSE},
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(paths); i++)
		ck_assert_int_eq(policy_list_permits(text_list(set, &bgp_as_path_list,
							       paths[i].regex, paths[i].regex),
						     &subject, 0),
				 paths[i].permits);
	g_free(route.as_path);
}
END_TEST

static const struct {
	const PolicyListClass *class_;
	const char *entry, *wrong;
} mistakes[] = {
	{&bgp_as_path_list, "seq=5", "write a regular expression; . is any AS path"},
	{&bgp_community_list, "seq=5", "write communities or regex, one of both"},
	{&bgp_large_community_list, "seq=5 communities=", "write at least one large community"},
	{&bgp_ext_community_list, "seq=5", "write route-targets, sites or both"},
};

START_TEST(wrong)
{
	PolicyList *list = policy_set_add_list(set, mistakes[_i].class_, "wrong", NULL);
	g_autofree char *text = text_list_entry(list, mistakes[_i].class_, mistakes[_i].entry);

	ck_assert_str_eq(text, mistakes[_i].wrong);
}
END_TEST

typedef gboolean (*IsInFn)(const PolicyUse *use, const uint8_t *community);

static gboolean is_in(IsInFn fn, const PolicyList *first, const PolicyList *second, const char *hex)
{
	const PolicyList *lists[] = {first, second};
	PolicyUse use = {.lists = lists, .n_lists = 2};
	GByteArray *bytes = g_byte_array_new();
	gboolean answer;

	bgp_test_append_hex(bytes, hex);
	answer = fn(&use, bytes->data);
	g_byte_array_free(bytes, TRUE);
	return answer;
}

/* Each community stands before the lists as if it were the route's only one; one list is enough. */
START_TEST(one_alone)
{
	const PolicyList *plain = text_list(set, &bgp_community_list, "plain", "communities=1:1");
	const PolicyList *pattern = text_list(set, &bgp_community_list, "pattern",
					      "action=deny communities=2:9 | regex=^2:");
	const PolicyList *pair = text_list(set, &bgp_community_list, "pair", "communities=3:1,3:2");

	ck_assert(is_in(bgp_community_is_in, plain, pattern, "00010001"));
	ck_assert(is_in(bgp_community_is_in, plain, pattern, "00020001"));
	ck_assert(!is_in(bgp_community_is_in, plain, pattern, "00020009"));
	ck_assert(!is_in(bgp_community_is_in, plain, pattern, "00030001"));
	ck_assert(!is_in(bgp_community_is_in, pair, pattern, "00030001"));
}
END_TEST

START_TEST(one_large_alone)
{
	const PolicyList *a = text_list(set, &bgp_large_community_list, "a", "communities=1:2:3");
	const PolicyList *b = text_list(set, &bgp_large_community_list, "b",
					"action=deny communities=1:2:3 | communities=1:2:4");

	ck_assert(is_in(bgp_large_community_is_in, b, a, L1));
	ck_assert(!is_in(bgp_large_community_is_in, b, b, L1));
	ck_assert(is_in(bgp_large_community_is_in, a, b, L2));
	ck_assert(!is_in(bgp_large_community_is_in, a, a, L2));
}
END_TEST

START_TEST(one_extended_alone)
{
	const PolicyList *rt =
		text_list(set, &bgp_ext_community_list, "rt", "route-targets=65000:1");
	const PolicyList *site = text_list(set, &bgp_ext_community_list, "site", "sites=65000:9");

	ck_assert(is_in(bgp_ext_community_is_in, rt, site, RT));
	ck_assert(is_in(bgp_ext_community_is_in, rt, site, SITE));
	ck_assert(!is_in(bgp_ext_community_is_in, rt, rt, SITE));
	ck_assert(!is_in(bgp_ext_community_is_in, rt, site, RT4));
	ck_assert(!is_in(bgp_ext_community_is_in, rt, site, OTHER));
}
END_TEST

/* RFC 4360 3.1 to 3.3 and 5: three forms, of which the second octet says that it is a Route Origin. */
START_TEST(sites)
{
	NetRt rt;

	ck_assert(net_rt_parse("65000:9", &rt));
	ck_assert(bgp_site_of(rt) == UINT64_C(0x0003fde800000009));
	ck_assert(net_rt_parse("10.0.0.1:7", &rt));
	ck_assert(bgp_site_of(rt) == UINT64_C(0x01030a0000010007));
	ck_assert(bgp_ext_community_is_site(UINT64_C(0x0003fde800000009)));
	ck_assert(bgp_ext_community_is_site(UINT64_C(0x0203000100010001)));
	ck_assert(!bgp_ext_community_is_site(UINT64_C(0x0303000100010001)));
	ck_assert(!bgp_ext_community_is_site(UINT64_C(0x4003fde800000009)));
	ck_assert(!bgp_ext_community_is_site(UINT64_C(0x0002fde800000009)));
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bgp_policy_lists");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, of_a_route, 0, G_N_ELEMENTS(cases));
	tcase_add_test(tc, as_paths);
	tcase_add_loop_test(tc, wrong, 0, G_N_ELEMENTS(mistakes));
	tcase_add_test(tc, one_alone);
	tcase_add_test(tc, one_large_alone);
	tcase_add_test(tc, one_extended_alone);
	tcase_add_test(tc, sites);
	return test_main("bgp_policy_lists", tc);
}
