/* SPDX-License-Identifier: Apache-2.0 */
/* Loads scenarios that stand in the test as text. */
#ifndef TESTS_LOADING_H
#define TESTS_LOADING_H

#include "scenarios/load/scenario.h"
#include "tests/testing.h"

#include <glib/gstdio.h>
#include <unistd.h>

/* What scenario_load() makes of these bytes; mistakes as lines "LINE: TEXT", which the caller frees. */
static inline Scenario *load_bytes(const char *bytes, gsize length, char **mistakes)
{
	GPtrArray *errors = g_ptr_array_new_with_free_func(scenario_error_free);
	GString *lines = g_string_new(NULL);
	Scenario *scenario;
	char *path = NULL;
	int fd = g_file_open_tmp("scenario-XXXXXX.xml", &path, NULL);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, bytes, length), (ssize_t)length);
	close(fd);
	scenario = scenario_load(path, 1, errors);
	for (unsigned i = 0; i < errors->len; i++) {
		const ScenarioError *error = g_ptr_array_index(errors, i);

		ck_assert_str_eq(error->file, path);
		g_string_append_printf(lines, "%u: %s\n", error->line, error->text);
	}
	ck_assert_msg((scenario == NULL) == (errors->len > 0), "%s", lines->str);
	g_ptr_array_free(errors, TRUE);
	g_unlink(path);
	g_free(path);
	*mistakes = g_string_free(lines, FALSE);
	return scenario;
}

/* The mistakes of a text that must have some. */
static inline char *mistakes_of(const char *bytes, gsize length)
{
	char *mistakes;
	Scenario *scenario = load_bytes(bytes, length, &mistakes);

	ck_assert_msg(!scenario, "was accepted");
	return mistakes;
}

#endif
