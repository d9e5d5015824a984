/* SPDX-License-Identifier: Apache-2.0 */
/* What set-label makes of a path: nothing but the answer that says so. */
#include "models/bgp/bgp_policy.h"
#include "tests/models/bgp/bgp_lab.h"
#include "tests/models/policy/policy_text.h"
#include "tests/testing.h"

static const struct {
	const char *entries[2]; /* common rules, label rules; NULL: no entry */
	gboolean labelled;
} maps[] = {
	{{NULL, "permit; set-label"}, TRUE},
	{{"permit", NULL}, FALSE},
	{{"permit; match-label", "permit; set-label"}, TRUE}, /* it has no label */
	{{"permit; match-prefix-list names=here", "permit; set-label"}, FALSE},
};

START_TEST(set_label)
{
	static const uint32_t as_numbers[] = {65001};
	static const PolicyRule *const rules[] = {policy_common_rules, bgp_policy_label_rules};
	const BgpAttrs attrs = {.as_path.as_size = 4};
	Lab *lab = lab_new(1, as_numbers);
	PolicySet *set = policy_set_new(NULL);
	BgpPolicyAsk ask = {
		.bgp = lab_bgp(lab, 1),
		.prefix = text_prefix("10.9.0.0/16"),
		.attrs = bgp_attrset_intern(&lab_bgp(lab, 1)->run->attrs, &attrs,
					    (BgpSpan){NULL, 0}),
		.label = NET_LABEL_NONE,
	};
	BgpPolicyAnswer answer;
	PolicyMap *map;

	text_list(set, &policy_prefix_list, "here", "prefix=10.9.0.0/16");
	map = policy_set_add_map(set, "map", NULL);
	for (unsigned i = 0; i < 2; i++)
		if (maps[_i].entries[i])
			text_entry(map, rules[i], maps[_i].entries[i]);
	answer = bgp_policy_apply(map, &ask);
	ck_assert(answer.result.permit);
	ck_assert_int_eq(answer.labelled, maps[_i].labelled);
	ck_assert_ptr_eq(answer.attrs, ask.attrs);
	bgp_attrset_unref(answer.attrs);
	bgp_attrset_unref(ask.attrs);
	policy_set_free(set);
	lab_free(lab);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("bgp_policy_label");

	tcase_add_loop_test(tc, set_label, 0, G_N_ELEMENTS(maps));
	return test_main("bgp_policy_label", tc);
}
