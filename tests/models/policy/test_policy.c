/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/models/policy/policy_text.h"
#include "tests/testing.h"

static PolicyMap *map_of(PolicySet *set, const char *name, const char *const *entries, unsigned n)
{
	PolicyMap *map = policy_set_add_map(set, name, NULL);

	for (unsigned i = 0; i < n; i++)
		text_entry(map, policy_common_rules, entries[i]);
	return map;
}

#define MAP(set, name, ...)                                   \
	map_of(set, name, (const char *const[]){__VA_ARGS__}, \
	       G_N_ELEMENTS(((const char *const[]){__VA_ARGS__})))

static void check_apply(const PolicyMap *map, PolicySubject *subject, const char *expected)
{
	PolicyResult result = policy_map_apply(map, subject);
	g_autofree char *text = policy_result_text(&result);

	ck_assert_str_eq(text, expected);
	ck_assert_int_eq(result.permit, g_str_has_prefix(expected, "permitted"));
}

START_TEST(first_entry_decides)
{
	PolicySet *set = policy_set_new(NULL);
	PolicyMap *map = MAP(set, "m", "deny; match-tag value=1", "permit; match-tag value=2",
			     "deny; match-tag value=2; match-metric value=7",
			     "permit; match-metric value=7");
	PolicySubject s = {.tag = 1, .metric = 7};

	ck_assert_str_eq(policy_map_name(map), "m");
	check_apply(map, &s, "denied by route-map m entry 10");
	s.tag = 2;
	check_apply(map, &s, "permitted by route-map m entry 20");
	s.tag = 3;
	check_apply(map, &s, "permitted by route-map m entry 40");
	s.metric = 8;
	check_apply(map, &s, "route-map m: no entry matches");
	check_apply(NULL, &s, "permitted");
	policy_set_free(set);
}
END_TEST

START_TEST(all_rules_of_an_entry)
{
	PolicySet *set = policy_set_new(NULL);
	PolicyMap *map = MAP(set, "m", "permit; match-tag value=1; match-metric value=2");
	PolicySubject s = {.tag = 1, .metric = 2};

	check_apply(map, &s, "permitted by route-map m entry 10");
	s.metric = 3;
	check_apply(map, &s, "route-map m: no entry matches");
	check_apply(MAP(set, "empty", "permit"), &s, "permitted by route-map empty entry 10");
	policy_set_free(set);
}
END_TEST

START_TEST(denied_is_unchanged)
{
	PolicySet *set = policy_set_new(NULL);
	PolicyMap *map = MAP(set, "m", "deny; match-tag value=1; set-metric value=9",
			     "permit; set-metric value=9; set-tag value=4");
	PolicySubject s = {.tag = 1, .metric = 2};

	policy_map_apply(map, &s);
	ck_assert_uint_eq(s.metric, 2);
	ck_assert_uint_eq(s.set, 0);
	s.tag = 2;
	policy_map_apply(map, &s);
	ck_assert_uint_eq(s.metric, 9);
	ck_assert_uint_eq(s.tag, 4);
	ck_assert_uint_eq(s.set, POLICY_SET_METRIC | POLICY_SET_TAG);
	policy_set_free(set);
}
END_TEST

START_TEST(order_by_seq)
{
	PolicySet *set = policy_set_new(NULL);
	PolicyMap *map = policy_set_add_map(set, "m", NULL);
	PolicyEntryConfig config = {.seq = 30, .action = POLICY_PERMIT};
	PolicySubject s = {.tag = 0};
	GError *error = NULL;

	ck_assert_ptr_nonnull(policy_map_add(map, &config, NULL));
	config = (PolicyEntryConfig){.seq = 20, .action = POLICY_DENY};
	ck_assert_ptr_nonnull(policy_map_add(map, &config, NULL));
	check_apply(map, &s, "denied by route-map m entry 20");
	ck_assert_ptr_null(policy_map_add(map, &config, &error));
	ck_assert_str_eq(error->message, "an entry 20 is there already; write another seq");
	g_clear_error(&error);
	config = (PolicyEntryConfig){.seq = 0, .action = POLICY_PERMIT};
	ck_assert_ptr_nonnull(policy_map_add(map, &config, NULL));
	config.seq = 40;
	ck_assert_ptr_null(policy_map_add(map, &config, NULL));
	policy_set_free(set);
}
END_TEST

START_TEST(names)
{
	PolicySet *above = policy_set_new(NULL), *set = policy_set_new(above);
	PolicyMap *shared = policy_set_add_map(above, "shared", NULL);
	PolicyMap *own = policy_set_add_map(set, "own", NULL);
	GError *error = NULL;

	ck_assert_ptr_eq(policy_set_map(set, "shared", NULL), shared);
	ck_assert_ptr_eq(policy_set_map(set, "own", NULL), own);
	ck_assert_ptr_null(policy_set_map(set, "shred", &error));
	ck_assert_str_eq(error->message,
			 "there is no route-map \"shred\"; did you mean \"shared\"?");
	g_clear_error(&error);
	ck_assert_ptr_null(policy_set_map(NULL, "x", &error));
	ck_assert_str_eq(error->message, "there is no route-map \"x\"; there are none");
	g_clear_error(&error);
	ck_assert_ptr_null(policy_set_add_map(set, "own", &error));
	ck_assert_str_eq(error->message,
			 "a route-map \"own\" is there already; write another name");
	g_clear_error(&error);
	policy_set_free(set);
	policy_set_free(above);
}
END_TEST

START_TEST(lists_of_rules)
{
	PolicySet *set = policy_set_new(NULL);
	PolicyMap *map;
	PolicyEntryConfig config = {.action = POLICY_PERMIT};
	PolicySubject s = {.prefix = text_prefix("10.0.0.0/8")};
	g_autofree char *wrong = NULL, *empty = NULL;

	text_list(set, &policy_prefix_list, "a", "prefix=11.0.0.0/8");
	text_list(set, &policy_prefix_list, "b", "prefix=10.0.0.0/8");
	map = MAP(set, "m", "permit; match-prefix-list names=a,b");
	check_apply(map, &s, "permitted by route-map m entry 10");
	s.prefix = text_prefix("12.0.0.0/8");
	check_apply(map, &s, "route-map m: no entry matches");
	wrong = text_use(policy_map_add(map, &config, NULL), policy_common_rules,
			 "match-prefix-list names=a,aa,b");
	ck_assert_str_eq(wrong, "there is no prefix-list \"aa\"; did you mean \"a\"?");
	empty = text_use(policy_map_add(map, &config, NULL), policy_common_rules,
			 "match-prefix-list names=");
	ck_assert_str_eq(empty, "a match rule needs at least one name");
	policy_set_free(set);
}
END_TEST

START_TEST(next_hops_that_stay)
{
	PolicySet *set = policy_set_new(NULL);

	ck_assert_int_eq(policy_map_keeps_next_hops(MAP(set, "a", "permit")), TRUE);
	ck_assert_int_eq(policy_map_keeps_next_hops(MAP(set, "b", "permit; set-metric value=9",
							"deny; set-next-hop value=self")),
			 TRUE);
	ck_assert_int_eq(policy_map_keeps_next_hops(MAP(
				 set, "c", "permit; set-metric value=9; set-next-hop value=self")),
			 FALSE);
	ck_assert_int_eq(
		policy_map_keeps_next_hops(MAP(set, "d", "permit; match-tag value=1", "permit")),
		FALSE);
	ck_assert_int_eq(policy_map_keeps_next_hops(MAP(set, "e", "deny", "permit")), FALSE);
	ck_assert_int_eq(policy_map_keeps_next_hops(policy_set_add_map(set, "f", NULL)), FALSE);
	policy_set_free(set);
}
END_TEST

/* What only one protocol's routes have. */
static const PolicyOwner mine = {"mine"}, others = {"others"};

static gboolean match_own(const PolicySubject *subject, const PolicyUse *use)
{
	(void)use;
	return *(int *)subject->own == 1;
}

static void set_own(PolicySubject *subject, const PolicyUse *use)
{
	(void)use;
	*(int *)subject->own = 2;
}

static const PolicyRule own_rules[] = {
	{.element = "match-own", .owner = &mine, .match = match_own},
	{.element = "set-own", .owner = &mine, .set = set_own},
	{.element = NULL},
};

START_TEST(rules_of_one_protocol)
{
	PolicySet *set = policy_set_new(NULL);
	PolicyMap *match = policy_set_add_map(set, "match", NULL);
	PolicyMap *change = policy_set_add_map(set, "set", NULL);
	int own = 1;
	PolicySubject s = {.owner = &mine, .own = &own};

	text_entry(match, own_rules, "permit; match-own");
	text_entry(change, own_rules, "permit; set-own");
	check_apply(match, &s, "permitted by route-map match entry 10");
	s.owner = &others;
	check_apply(match, &s, "route-map match: no entry matches");
	check_apply(change, &s, "permitted by route-map set entry 10");
	ck_assert_int_eq(own, 1);
	s.owner = &mine;
	check_apply(change, &s, "permitted by route-map set entry 10");
	ck_assert_int_eq(own, 2);
	s = (PolicySubject){.owner = NULL};
	check_apply(change, &s, "permitted by route-map set entry 10");
	policy_set_free(set);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("policy");

	tcase_add_test(tc, first_entry_decides);
	tcase_add_test(tc, all_rules_of_an_entry);
	tcase_add_test(tc, denied_is_unchanged);
	tcase_add_test(tc, order_by_seq);
	tcase_add_test(tc, names);
	tcase_add_test(tc, lists_of_rules);
	tcase_add_test(tc, next_hops_that_stay);
	tcase_add_test(tc, rules_of_one_protocol);
	return test_main("policy", tc);
}
