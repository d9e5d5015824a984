/* SPDX-License-Identifier: Apache-2.0 */
#include "models/policy/policy_regex.h"
#include "tests/testing.h"

#include <string.h>

static const struct {
	const char *regex, *text;
	gboolean matches;
} cases[] = {
	{"", "", TRUE},
	{"", "1 2", TRUE},
	{"^$", "", TRUE},
	{"^$", "1", FALSE},
	{"65001", "64999 65001", TRUE},
	{"65001", "165001", TRUE},
	{"_65001_", "165001", FALSE},
	{"_65001_", "1 65001 2", TRUE},
	{"_65001_", "65001", TRUE},
	{"_65001$", "1 65001", TRUE},
	{"_65001$", "65001 1", FALSE},
	{"^65001_", "65001 1", TRUE},
	{"^65001_", "650011", FALSE},
	{"_3_", "1 {2 3 4}", TRUE},
	{"_2_", "1 {2 3 4}", TRUE},
	{"_4_", "1 {2 3 4}", TRUE},
	{"_7_", "(7) 1", TRUE},
	{"_7_", "[7] 1", TRUE},
	{"^1 .* 3$", "1 2 2 3", TRUE},
	{"^1 .* 3$", "1 3", FALSE},
	{"^[0-9]+$", "65001", TRUE},
	{"^[0-9]+$", "65001 1", FALSE},
	{"^[^ ]+$", "65001 1", FALSE},
	{"[]]", "]", TRUE},
	{"[-5]", "-", TRUE},
	{"[3-5]", "4", TRUE},
	{"[3-5]", "6", FALSE},
	{"^(1|2) (3|4|5)$", "2 5", TRUE},
	{"^(1|2) (3|4|5)$", "2 6", FALSE},
	{"^1(2|)3$", "13", TRUE},
	{"^(10 )+20$", "10 10 10 20", TRUE},
	{"^(10 )*20$", "20", TRUE},
	{"^(10 )+20$", "20", FALSE},
	{"^10( 20)?$", "10", TRUE},
	{"^10( 20)?$", "10 20", TRUE},
	{"^10( 20)?$", "10 20 20", FALSE},
	{"^(1*)*$", "111", TRUE},
	{"^(1*)+2$", "112", TRUE},
	{"\\.", "1", FALSE},
	{"\\.", "1.2", TRUE},
	{"1|^$", "", TRUE},
	{"1|^$", "2", FALSE},
	{"1\\||2", "1|", TRUE},
};

START_TEST(matching)
{
	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		PolicyRegex *regex = policy_regex_new(cases[i].regex);

		ck_assert_msg(regex, "%s", cases[i].regex);
		ck_assert_msg(policy_regex_matches(regex, cases[i].text) == cases[i].matches,
			      "%s in \"%s\"", cases[i].regex, cases[i].text);
		policy_regex_unref(regex);
	}
}
END_TEST

START_TEST(no_expressions)
{
	static const char *const texts[] = {"*",  "+1",  "(",     ")",  "(1",  "1)",  "[",   "[1",
					    "[]", "[^]", "[5-3]", "\\", "\\1", "\\d", "1**", "a|*"};
	g_autofree char *longest = g_strnfill(POLICY_REGEX_MAX, '1');
	g_autofree char *too_long = g_strnfill(POLICY_REGEX_MAX + 1, '1');

	for (unsigned i = 0; i < G_N_ELEMENTS(texts); i++)
		ck_assert_msg(!policy_regex_new(texts[i]), "%s", texts[i]);
	ck_assert_ptr_null(policy_regex_new(too_long));
	policy_regex_unref(policy_regex_new(longest));
	policy_regex_unref(NULL);
}
END_TEST

/* What takes others a time exponential in the length of the text. */
START_TEST(bounded)
{
	g_autofree char *text = g_strnfill(20000, '1');
	g_autofree char *nested = g_strconcat("^", "((((((1*)*)*)*)*)*)*", "2$", NULL);
	g_autofree char *deep = g_strnfill(POLICY_REGEX_MAX, '(');
	g_autofree char *delimiters = g_strnfill(POLICY_REGEX_MAX, '_');
	PolicyRegex *regex = policy_regex_new(nested);

	ck_assert(!policy_regex_matches(regex, text));
	policy_regex_unref(regex);
	ck_assert_ptr_null(policy_regex_new(deep));
	regex = policy_regex_new(delimiters);
	ck_assert(policy_regex_matches(regex, ""));
	ck_assert(policy_regex_matches(regex, "1"));
	policy_regex_unref(regex);
}
END_TEST

/* As a value of a configuration: copies share it. */
START_TEST(value)
{
	static const ConfigField field = {"regex", &policy_config_regex, 0, "", "an expression"};
	PolicyRegex *member = NULL, **copy;

	config_set_defaults(&field, 1, &member);
	ck_assert_ptr_null(member);
	ck_assert(!config_set(&field, "(", &member));
	ck_assert(config_set(&field, "^1$", &member));
	copy = config_copy(&field, 1, sizeof member, &member);
	config_clear(&field, 1, &member);
	ck_assert_ptr_null(member);
	ck_assert(policy_regex_matches(*copy, "1"));
	config_clear(&field, 1, copy);
	g_free(copy);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("policy_regex");

	tcase_add_test(tc, matching);
	tcase_add_test(tc, no_expressions);
	tcase_add_test(tc, bounded);
	tcase_add_test(tc, value);
	return test_main("policy_regex", tc);
}
