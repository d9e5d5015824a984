/* SPDX-License-Identifier: Apache-2.0 */
#include "models/net/advice.h"
#include "tests/testing.h"

/* The names between blanks; to be freed with its array. */
static GPtrArray *names_of(const char *text, char ***words)
{
	GPtrArray *names = g_ptr_array_new();

	*words = g_strsplit(text, " ", 0);
	for (char **word = *words; *word && **word; word++)
		g_ptr_array_add(names, *word);
	return names;
}

START_TEST(advice)
{
	static const struct {
		const char *unknown, *names, *nearest, *advice;
	} cases[] = {
		{"PE1", "P PE-1 PE-2", "PE-1", "did you mean \"PE-1\"?"},
		{"pe-2", "P PE-1 PE-2", "PE-2", "did you mean \"PE-2\"?"},
		{"rol", "name role", "role", "did you mean \"role\"?"},
		{"naem", "role name", "name", "did you mean \"name\"?"}, /* a swap is one change */
		{"import", "a-route-import-map", "a-route-import-map",
		 "did you mean \"a-route-import-map\"?"},
		{"zebra", "name role", NULL, "there are \"name\", \"role\""},
		{"zebra", "a b c d e f g h i j k l", NULL,
		 "there are \"a\", \"b\", \"c\", \"d\", \"e\", \"f\", \"g\", \"h\", \"i\", \"j\" and 2 more"},
		{"zebra", "", NULL, "there are none"},
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
		char **words;
		GPtrArray *names = names_of(cases[i].names, &words);
		char *text = net_advise(cases[i].unknown, names, "there are");

		ck_assert_str_eq(text, cases[i].advice);
		ck_assert_pstr_eq(net_nearest(cases[i].unknown, names), cases[i].nearest);
		g_free(text);
		g_ptr_array_free(names, TRUE);
		g_strfreev(words);
	}
}
END_TEST

/* No name of a kilobyte is compared letter by letter. */
START_TEST(long_names)
{
	char *name = g_strnfill(1000, 'a');
	GPtrArray *names = g_ptr_array_new();

	g_ptr_array_add(names, name);
	ck_assert_ptr_null(net_nearest(name, names));
	ck_assert_ptr_null(net_nearest("ab", names));
	g_ptr_array_free(names, TRUE);
	g_free(name);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("advice");

	tcase_add_test(tc, advice);
	tcase_add_test(tc, long_names);
	return test_main("advice", tc);
}
