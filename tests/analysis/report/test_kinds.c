/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/report/kinds.h"
#include "tests/testing.h"

#include <string.h>

START_TEST(every_kind_is_found_by_its_name)
{
	for (const Kind *kind = kinds; kind->name; kind++)
		ck_assert_ptr_eq(kind_find(kind->name, NULL), kind);
}
END_TEST

START_TEST(every_kind_is_complete)
{
	for (const Kind *kind = kinds; kind->name; kind++) {
		ck_assert(kind->doc && kind->nothing && kind->max_runs > 0);
		ck_assert_ptr_nonnull(strstr(kind->script, "plot "));
		ck_assert_ptr_nonnull(kind->questions[0].name);
		for (const KindQuestion *q = kind->questions; q->name; q++) {
			g_autofree char *block = g_strconcat("$", q->name, NULL);

			ck_assert_ptr_nonnull(strstr(q->sql, "SELECT"));
			ck_assert_msg(strstr(kind->script, block) ||
					      strstr(kind_common_script, block),
				      "%s does not draw %s", kind->name, q->name);
		}
	}
}
END_TEST

static void expect_unknown(const char *name, const char *text)
{
	GError *error = NULL;

	ck_assert_ptr_null(kind_find(name, &error));
	ck_assert_str_eq(error->message, text);
	g_error_free(error);
}

START_TEST(what_was_meant_by_another_name_is_said)
{
	expect_unknown("label", "there is no kind of figure \"label\"; did you mean \"labels\"?");
	expect_unknown("zzz",
		       "there is no kind of figure \"zzz\"; the kinds are \"outages\", "
		       "\"convergence\", \"messages\", \"labels\", \"compare\", \"options\"");
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("kinds");

	tcase_add_test(tc, every_kind_is_found_by_its_name);
	tcase_add_test(tc, every_kind_is_complete);
	tcase_add_test(tc, what_was_meant_by_another_name_is_said);
	return test_main("kinds", tc);
}
