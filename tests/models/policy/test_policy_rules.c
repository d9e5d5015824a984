/* SPDX-License-Identifier: Apache-2.0 */
/* What each of the common rules is true of, and what it sets. */
#include "models/net/label.h"
#include "tests/models/policy/policy_text.h"
#include "tests/testing.h"

static PolicySubject sample(void)
{
	PolicySubject s = {
		.prefix = text_prefix("10.1.0.0/16"),
		.protocol = "static",
		.interface = "core",
		.label = 1000,
		.metric = 50,
		.igp_metric = 7,
		.tag = 5,
		.metric_type = 2,
	};

	net_rd_parse("1:27", &s.rd);
	net_addr_parse("10.0.0.9", &s.peer);
	net_addr_parse("10.0.0.8", &s.next_hop);
	return s;
}

static gboolean is_true(const char *rule, const PolicySubject *subject)
{
	PolicySet *set = policy_set_new(NULL);
	PolicyMap *map = policy_set_add_map(set, "m", NULL);
	g_autofree char *entry = g_strconcat("permit; ", rule, NULL);
	PolicySubject s = *subject;
	PolicyResult result;

	text_list(set, &policy_prefix_list, "p1", "prefix=10.1.0.0/16");
	text_list(set, &policy_prefix_list, "p2", "prefix=10.2.0.0/16");
	text_list(set, &policy_prefix_list, "h8", "prefix=10.0.0.8/32");
	text_list(set, &policy_prefix_list, "h9", "prefix=10.0.0.9/32");
	text_list(set, &policy_rd_list, "rd27", "rd=1:27");
	text_list(set, &policy_rd_list, "rd28", "rd=1:28");
	text_entry(map, policy_common_rules, entry);
	result = policy_map_apply(map, &s);
	policy_set_free(set);
	return result.permit;
}

static const struct {
	const char *rule;
	gboolean is_true;
} matches[] = {
	{"match-prefix-list names=p1", TRUE},
	{"match-prefix-list names=p2", FALSE},
	{"match-prefix-list names=p2,p1", TRUE},
	{"match-next-hop names=h8", TRUE},
	{"match-next-hop names=h9", FALSE},
	{"match-peer names=h9", TRUE},
	{"match-peer names=h8", FALSE},
	{"match-rd names=rd27", TRUE},
	{"match-rd names=rd28", FALSE},
	{"match-label", TRUE},
	{"match-label least=1000 most=1000", TRUE},
	{"match-label least=1001", FALSE},
	{"match-label most=999", FALSE},
	{"match-metric value=50", TRUE},
	{"match-metric value=51", FALSE},
	{"match-tag value=5", TRUE},
	{"match-tag value=6", FALSE},
	{"match-source-protocol protocols=connected,static", TRUE},
	{"match-source-protocol protocols=ospf", FALSE},
	{"match-interface names=core", TRUE},
	{"match-interface names=edge", FALSE},
};

START_TEST(match_rules)
{
	PolicySubject s = sample();

	for (unsigned i = 0; i < G_N_ELEMENTS(matches); i++)
		ck_assert_msg(is_true(matches[i].rule, &s) == matches[i].is_true, "%s",
			      matches[i].rule);
}
END_TEST

/* What a route has no value of, no rule is true of. */
START_TEST(nothing_to_match)
{
	PolicySubject s = {.label = NET_LABEL_NONE};

	ck_assert(!is_true("match-label", &s));
	ck_assert(!is_true("match-source-protocol protocols=static", &s));
	ck_assert(!is_true("match-interface names=core", &s));
	ck_assert(!is_true("match-next-hop names=h8", &s));
	ck_assert(!is_true("match-peer names=h8", &s));
}
END_TEST

static PolicySubject changed(const char *rule, uint32_t metric)
{
	PolicySet *set = policy_set_new(NULL);
	PolicyMap *map = policy_set_add_map(set, "m", NULL);
	g_autofree char *entry = g_strconcat("permit; ", rule, NULL);
	PolicySubject s = sample();

	s.metric = metric;
	text_entry(map, policy_common_rules, entry);
	policy_map_apply(map, &s);
	policy_set_free(set);
	return s;
}

START_TEST(set_metric)
{
	ck_assert_uint_eq(changed("set-metric value=9", 50).metric, 9);
	ck_assert_uint_eq(changed("set-metric value=+9", 50).metric, 59);
	ck_assert_uint_eq(changed("set-metric value=-9", 50).metric, 41);
	ck_assert_uint_eq(changed("set-metric value=-9", 5).metric, 0);
	ck_assert_uint_eq(changed("set-metric value=+9", UINT32_MAX - 8).metric, UINT32_MAX);
	ck_assert_uint_eq(changed("set-metric value=+8", UINT32_MAX - 8).metric, UINT32_MAX);
	ck_assert_uint_eq(changed("set-metric value=igp", 50).metric, 7);
	ck_assert_uint_eq(changed("set-metric value=igp", 50).set, POLICY_SET_METRIC);
}
END_TEST

START_TEST(set_others)
{
	PolicySubject s = changed("set-tag value=77", 0);

	ck_assert_uint_eq(s.tag, 77);
	ck_assert_uint_eq(s.set, POLICY_SET_TAG);
	s = changed("set-metric-type value=1", 0);
	ck_assert_uint_eq(s.metric_type, 1);
	ck_assert_uint_eq(s.set, POLICY_SET_METRIC_TYPE);
	s = changed("set-next-hop value=10.0.0.77", 0);
	ck_assert_uint_eq(net_addr_to_ipv4(&s.next_hop), 0x0a00004d);
	ck_assert_int_eq(s.next_hop_rule, POLICY_NEXT_HOP_ADDRESS);
	ck_assert_uint_eq(s.set, POLICY_SET_NEXT_HOP);
	s = changed("set-next-hop value=self", 0);
	ck_assert_int_eq(s.next_hop_rule, POLICY_NEXT_HOP_SELF);
	ck_assert_uint_eq(net_addr_to_ipv4(&s.next_hop), 0x0a000008);
	s = changed("set-next-hop value=unchanged", 0);
	ck_assert_int_eq(s.next_hop_rule, POLICY_NEXT_HOP_UNCHANGED);
}
END_TEST

START_TEST(mistakes)
{
	const PolicyRule *metric = text_rule(policy_common_rules, "set-metric");
	const PolicyRule *hop = text_rule(policy_common_rules, "set-next-hop");
	static const char *const no_metrics[] = {"", "+", "-", "+-5", "x", "4294967296", "++1"};
	static const char *const no_hops[] = {"", "me", "224.0.0.1", "10.0.0.0/8"};
	PolicySet *set = policy_set_new(NULL);
	PolicyMap *map = policy_set_add_map(set, "m", NULL);
	PolicyEntryConfig config = {.action = POLICY_PERMIT};
	g_autofree char *wrong = text_use(policy_map_add(map, &config, NULL), policy_common_rules,
					  "set-metric-type value=3");
	uint64_t room[8];

	ck_assert_str_eq(wrong, "a metric type is 1 or 2");
	for (unsigned i = 0; i < G_N_ELEMENTS(no_metrics); i++)
		ck_assert_msg(!config_set(metric->fields, no_metrics[i], room), "%s",
			      no_metrics[i]);
	for (unsigned i = 0; i < G_N_ELEMENTS(no_hops); i++)
		ck_assert_msg(!config_set(hop->fields, no_hops[i], room), "%s", no_hops[i]);
	policy_set_free(set);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("policy_rules");

	tcase_add_test(tc, match_rules);
	tcase_add_test(tc, nothing_to_match);
	tcase_add_test(tc, set_metric);
	tcase_add_test(tc, set_others);
	tcase_add_test(tc, mistakes);
	return test_main("policy_rules", tc);
}
