/* SPDX-License-Identifier: Apache-2.0 */
/* Lines and places, and how mistakes tell them. */
#include "scenarios/load/errors.h"
#include "scenarios/load/scenario.h"
#include "tests/testing.h"

START_TEST(lines_are_lines)
{
	LoadPlace place = load_places_find(NULL, 7);

	ck_assert_ptr_null(place.file);
	ck_assert_uint_eq(place.line, 7);
	ck_assert_uint_eq(place.used_at, 0);
}
END_TEST

static const ScenarioError *error_at(const GPtrArray *list, unsigned i)
{
	return g_ptr_array_index(list, i);
}

START_TEST(told_outwards)
{
	LoadPlaces *places = load_places_new();
	LoadErrors errors = {.file = "s.xml", .places = places};
	unsigned included = load_places_include(places, "a.xml", 3, 10);
	unsigned used = load_places_use(places, included, 20);
	unsigned again = load_places_use(places, 5, used);
	g_autofree char *line = load_errors_line(&errors, used);
	g_autofree char *own = load_errors_line(&errors, again);

	errors.list = g_ptr_array_new_with_free_func(scenario_error_free);
	ck_assert_str_eq(line, "line 3 of a.xml");
	ck_assert_str_eq(own, "line 5");
	load_error(&errors, included, "a");
	load_error(&errors, used, "b");
	load_error(&errors, again, "c");
	load_error(&errors, 2, "d");
	load_errors_sort(&errors);
	/* The scenario's own file first, then by line, those of one line as they came. */
	ck_assert_str_eq(error_at(errors.list, 0)->text, "d");
	ck_assert_str_eq(error_at(errors.list, 1)->text, "c (used at a.xml:3, s.xml:20)");
	ck_assert_uint_eq(error_at(errors.list, 1)->line, 5);
	ck_assert_str_eq(error_at(errors.list, 2)->text, "a (used at s.xml:10)");
	ck_assert_str_eq(error_at(errors.list, 2)->file, "a.xml");
	ck_assert_str_eq(error_at(errors.list, 3)->text, "b (used at s.xml:20)");
	g_ptr_array_free(errors.list, TRUE);
	load_places_free(places);
}
END_TEST

int main(void)
{
	TCase *tc = tcase_create("places");

	tcase_add_test(tc, lines_are_lines);
	tcase_add_test(tc, told_outwards);
	return test_main("places", tc);
}
