/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/models/policy/policy_text.h"
#include "tests/testing.h"

static gboolean permits(const PolicyList *list, const char *prefix)
{
	PolicySubject subject = {.prefix = text_prefix(prefix)};

	return policy_list_permits(list, &subject, 0);
}

START_TEST(lengths)
{
	PolicySet *set = policy_set_new(NULL);
	const PolicyListClass *class_ = &policy_prefix_list;
	const PolicyList *exact = text_list(set, class_, "exact", "prefix=10.0.0.0/8");
	const PolicyList *ge = text_list(set, class_, "ge", "prefix=10.0.0.0/8 ge=16");
	const PolicyList *le = text_list(set, class_, "le", "prefix=10.0.0.0/8 le=16");
	const PolicyList *both = text_list(set, class_, "both", "prefix=10.0.0.0/8 ge=16 le=24");
	const PolicyList *any = text_list(set, class_, "any", "prefix=0.0.0.0/0 le=32");

	ck_assert(permits(exact, "10.0.0.0/8"));
	ck_assert(!permits(exact, "10.0.0.0/9"));
	ck_assert(!permits(exact, "11.0.0.0/8"));
	ck_assert(!permits(ge, "10.0.0.0/8"));
	ck_assert(permits(ge, "10.1.0.0/16"));
	ck_assert(permits(ge, "10.1.2.3/32"));
	ck_assert(permits(le, "10.0.0.0/8"));
	ck_assert(permits(le, "10.1.0.0/16"));
	ck_assert(!permits(le, "10.1.1.0/24"));
	ck_assert(!permits(both, "10.0.0.0/15"));
	ck_assert(permits(both, "10.1.1.0/24"));
	ck_assert(!permits(both, "10.1.1.0/25"));
	ck_assert(permits(any, "0.0.0.0/0"));
	ck_assert(permits(any, "1.2.3.4/32"));
	ck_assert(!permits(any, "2001:db8::/32"));
	policy_set_free(set);
}
END_TEST

START_TEST(first_entry_decides)
{
	PolicySet *set = policy_set_new(NULL);
	const PolicyList *list = text_list(
		set, &policy_prefix_list, "l",
		"seq=20 prefix=10.0.0.0/8 le=32 | seq=10 action=deny prefix=10.1.0.0/16 le=32"
		" | action=deny prefix=10.0.0.0/8 le=32 | seq=5 prefix=10.1.1.0/24");

	ck_assert(permits(list, "10.1.1.0/24"));
	ck_assert(!permits(list, "10.1.2.0/24"));
	ck_assert(permits(list, "10.2.0.0/16"));
	ck_assert(!permits(list, "11.0.0.0/8"));
	policy_set_free(set);
}
END_TEST

static void check_wrong(PolicyList *list, const char *text, const char *expected)
{
	g_autofree char *wrong = text_list_entry(list, &policy_prefix_list, text);

	ck_assert_str_eq(wrong, expected);
}

START_TEST(mistakes)
{
	PolicySet *set = policy_set_new(NULL);
	PolicyList *list = policy_set_add_list(set, &policy_prefix_list, "customers", NULL);
	GError *error = NULL;

	check_wrong(list, "prefix=10.0.0.0/8 ge=33", "ge and le must be at most 32");
	check_wrong(list, "prefix=10.0.0.0/8 le=7",
		    "ge and le must not be less than the prefix's length 8");
	check_wrong(list, "prefix=10.0.0.0/8 ge=20 le=19", "ge must not be more than le");
	ck_assert_ptr_null(text_list_entry(list, &policy_prefix_list, "prefix=10.0.0.0/8"));
	check_wrong(list, "seq=5 prefix=11.0.0.0/8",
		    "an entry 5 is there already; write another seq");
	ck_assert_ptr_null(
		text_list_entry(list, &policy_prefix_list, "seq=4294967295 prefix=11.0.0.0/8"));
	check_wrong(list, "prefix=12.0.0.0/8", "no entry comes behind 4294967295; write seq");

	ck_assert_ptr_null(policy_set_add_list(set, &policy_prefix_list, "customers", &error));
	ck_assert_str_eq(error->message,
			 "a prefix-list \"customers\" is there already; write another name");
	g_clear_error(&error);
	ck_assert_ptr_null(policy_set_list(set, &policy_prefix_list, "custmers", &error));
	ck_assert_str_eq(error->message,
			 "there is no prefix-list \"custmers\"; did you mean \"customers\"?");
	g_clear_error(&error);
	ck_assert_ptr_null(policy_set_list(set, &policy_rd_list, "customers", &error));
	ck_assert_str_eq(error->message, "there is no rd-list \"customers\"; there are none");
	g_clear_error(&error);
	policy_set_free(set);
}
END_TEST

START_TEST(sets_above)
{
	PolicySet *above = policy_set_new(NULL), *set = policy_set_new(above);
	const PolicyList *shared = text_list(above, &policy_rd_list, "a", "rd=1:27");
	const PolicyList *own = text_list(set, &policy_rd_list, "b", "rd=1:28");
	PolicySubject subject = {.rd = 0};

	net_rd_parse("1:27", &subject.rd);
	ck_assert_ptr_eq(policy_set_list(set, &policy_rd_list, "a", NULL), shared);
	ck_assert_ptr_eq(policy_set_list(set, &policy_rd_list, "b", NULL), own);
	ck_assert_ptr_null(policy_set_list(above, &policy_rd_list, "b", NULL));
	ck_assert(policy_list_permits(shared, &subject, 0));
	ck_assert(!policy_list_permits(own, &subject, 0));
	own = text_list(set, &policy_rd_list, "a", "rd=1:29");
	ck_assert_ptr_eq(policy_set_list(set, &policy_rd_list, "a", NULL), own);
	policy_set_free(set);
	policy_set_free(above);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("policy_list");

	tcase_add_test(tc, lengths);
	tcase_add_test(tc, first_entry_decides);
	tcase_add_test(tc, mistakes);
	tcase_add_test(tc, sets_above);
	return test_main("policy_list", tc);
}
