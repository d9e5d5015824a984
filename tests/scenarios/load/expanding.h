/* SPDX-License-Identifier: Apache-2.0 */
/* Expands scenarios of several files that stand in the test as text. */
#ifndef TESTS_EXPANDING_H
#define TESTS_EXPANDING_H

#include "scenarios/load/scenario.h"
#include "tests/testing.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define MAX_FILES 4

typedef struct File {
	const char *name, *text; /* name NULL: there are no more */
} File;

static inline void write_files(const char *folder, const File files[MAX_FILES])
{
	for (unsigned i = 0; i < MAX_FILES && files[i].name; i++) {
		g_autofree char *path = g_build_filename(folder, files[i].name, NULL);

		ck_assert(g_file_set_contents(path, files[i].text, -1, NULL));
	}
}

static inline void remove_files(const char *folder, const File files[MAX_FILES])
{
	for (unsigned i = 0; i < MAX_FILES && files[i].name; i++) {
		g_autofree char *path = g_build_filename(folder, files[i].name, NULL);

		g_unlink(path);
	}
	ck_assert_int_eq(g_rmdir(folder), 0);
}

/* The names of files without the folder, in the file and in the text. */
static inline void append_mistake(const ScenarioError *error, const char *folder, GString *out)
{
	g_autofree char *before = g_strconcat(folder, "/", NULL);
	g_auto(GStrv) pieces = NULL;
	g_autofree char *text = NULL;
	g_autofree char *file = g_path_get_basename(error->file);

	pieces = g_strsplit(error->text, before, -1);
	text = g_strjoinv("", pieces);
	g_string_append_printf(out, "%s:%u: %s\n", file, error->line, text);
}

/* What the first file expands to, without the line <?xml?>; or its mistakes as lines "FILE:LINE: TEXT". The
 * caller frees it. */
static inline char *expand_files(const File files[MAX_FILES])
{
	GPtrArray *errors = g_ptr_array_new_with_free_func(scenario_error_free);
	g_autofree char *folder = g_dir_make_tmp("expand-XXXXXX", NULL);
	g_autofree char *path = g_build_filename(folder, files[0].name, NULL);
	GString *out = g_string_new(NULL);
	Scenario *scenario;

	write_files(folder, files);
	scenario = scenario_load(path, 1, errors);
	for (unsigned i = 0; i < errors->len; i++)
		append_mistake(g_ptr_array_index(errors, i), folder, out);
	ck_assert_msg((scenario == NULL) == (errors->len > 0), "%s", out->str);
	if (scenario)
		g_string_append(out, strchr(scenario->text, '\n') + 1);
	scenario_free(scenario);
	remove_files(folder, files);
	g_ptr_array_free(errors, TRUE);
	return g_string_free(out, FALSE);
}

typedef struct ExpandCase {
	File files[MAX_FILES];
	const char *expected;
} ExpandCase;

static inline void check_cases(const ExpandCase *cases, unsigned n)
{
	for (unsigned i = 0; i < n; i++) {
		char *found = expand_files(cases[i].files);

		if (strcmp(found, cases[i].expected) != 0)
			g_printerr("%s\nexpected:\n%s\nfound:\n%s", cases[i].files[0].text,
				   cases[i].expected, found);
		ck_assert_msg(strcmp(found, cases[i].expected) == 0, "case %u", i);
		g_free(found);
	}
}

#define CHECK_CASES(cases) check_cases(cases, G_N_ELEMENTS(cases))

#endif
