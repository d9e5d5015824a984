/* SPDX-License-Identifier: Apache-2.0 */
#include "scenarios/load/errors.h"

#include "scenarios/load/scenario.h"

#include <string.h>

#define MAX_QUOTE 60 /* characters */

void scenario_error_free(void *user)
{
	ScenarioError *error = user;

	g_free(error->file);
	g_free(error->text);
	g_free(error);
}

static void add(LoadErrors *errors, unsigned line, char *text)
{
	ScenarioError *error = g_new0(ScenarioError, 1);

	error->file = g_strdup(errors->file);
	error->line = line;
	error->check = errors->check;
	error->text = text;
	g_ptr_array_add(errors->list, error);
}

gboolean load_errors_full(const LoadErrors *errors)
{
	return errors->list->len > LOAD_MAX_ERRORS;
}

void load_error(LoadErrors *errors, unsigned line, const char *format, ...)
{
	va_list args;

	if (load_errors_full(errors))
		return;
	if (errors->list->len == LOAD_MAX_ERRORS) {
		add(errors, G_MAXUINT, g_strdup("there are more mistakes; correct these first"));
		return;
	}
	va_start(args, format);
	add(errors, line, g_strdup_vprintf(format, args));
	va_end(args);
}

static int compare_lines(const void *a, const void *b)
{
	const ScenarioError *x = *(ScenarioError *const *)a, *y = *(ScenarioError *const *)b;

	return (x->line > y->line) - (x->line < y->line);
}

void load_errors_sort(LoadErrors *errors)
{
	g_ptr_array_sort(errors->list, compare_lines);
	if (errors->list->len > LOAD_MAX_ERRORS) {
		ScenarioError *more = g_ptr_array_index(errors->list, LOAD_MAX_ERRORS);

		more->line = 0;
	}
}

char *load_quote(const char *text)
{
	g_autofree char *valid = g_utf8_make_valid(text, (gssize)MIN(strlen(text), 8 * MAX_QUOTE));
	gboolean is_long = g_utf8_strlen(valid, -1) > MAX_QUOTE;
	g_autofree char *cut = is_long ? g_utf8_substring(valid, 0, MAX_QUOTE) : g_strdup(valid);
	GString *out = g_string_new("\"");

	for (const char *p = cut; *p; p++) {
		if (g_ascii_isspace(*p))
			g_string_append_c(out, ' ');
		else if (g_ascii_iscntrl(*p))
			g_string_append_printf(out, "\\x%02x", (unsigned)*p);
		else
			g_string_append_c(out, *p);
	}
	g_string_append(out, is_long ? "...\"" : "\"");
	return g_string_free(out, FALSE);
}
