/* SPDX-License-Identifier: Apache-2.0 */
#include "scenarios/load/errors.h"

#include "scenarios/load/scenario.h"

#include <string.h>

#define MAX_QUOTE 60                     /* characters */
#define LAST_LINE (LOAD_PLACE_FIRST - 1) /* of what is told last; no file has it */

void scenario_error_free(void *user)
{
	ScenarioError *error = user;

	g_free(error->file);
	g_free(error->text);
	g_free(error);
}

/* " (used at a.xml:3)" and so on, outwards, behind what is told of a place. */
static void append_uses(const LoadErrors *errors, LoadPlace place, GString *out)
{
	const char *before = " (used at ";

	while (place.used_at) {
		place = load_places_find(errors->places, place.used_at);
		g_string_append_printf(out, "%s%s:%u", before,
				       place.file ? place.file : errors->file, place.line);
		before = ", ";
	}
	if (*before == ',')
		g_string_append_c(out, ')');
}

/* What was told last, as of the other end of a link. */
static gboolean is_told(const LoadErrors *errors, const ScenarioError *error)
{
	const ScenarioError *last = errors->list->len > 0
					    ? g_ptr_array_index(errors->list, errors->list->len - 1)
					    : NULL;

	return last && last->line == error->line && strcmp(last->file, error->file) == 0 &&
	       strcmp(last->text, error->text) == 0;
}

/* Takes text over. */
static void add(LoadErrors *errors, unsigned line, char *text)
{
	ScenarioError *error = g_new0(ScenarioError, 1);
	LoadPlace place = load_places_find(errors->places, line);

	if (place.used_at) {
		GString *longer = g_string_new(text);

		append_uses(errors, place, longer);
		g_free(text);
		text = g_string_free(longer, FALSE);
	}
	error->file = g_strdup(place.file ? place.file : errors->file);
	error->line = place.line;
	error->check = errors->check;
	error->severity = errors->are_warnings ? SCENARIO_WARNING : SCENARIO_MISTAKE;
	error->text = text;
	if (is_told(errors, error))
		scenario_error_free(error);
	else
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
		add(errors, LAST_LINE, g_strdup("there are more mistakes; correct these first"));
		return;
	}
	va_start(args, format);
	add(errors, line, g_strdup_vprintf(format, args));
	va_end(args);
}

static int compare_lines(const void *a, const void *b, void *user)
{
	const ScenarioError *x = *(ScenarioError *const *)a, *y = *(ScenarioError *const *)b;
	const LoadErrors *errors = user;
	gboolean x_elsewhere = strcmp(x->file, errors->file) != 0;
	gboolean y_elsewhere = strcmp(y->file, errors->file) != 0;

	if ((x->line == LAST_LINE) != (y->line == LAST_LINE))
		return x->line == LAST_LINE ? 1 : -1;
	if (x_elsewhere != y_elsewhere)
		return x_elsewhere ? 1 : -1;
	if (x_elsewhere && strcmp(x->file, y->file) != 0)
		return strcmp(x->file, y->file);
	return (x->line > y->line) - (x->line < y->line);
}

void load_errors_sort(LoadErrors *errors)
{
	g_ptr_array_sort_with_data(errors->list, compare_lines, errors);
	if (errors->list->len > LOAD_MAX_ERRORS) {
		ScenarioError *more = g_ptr_array_index(errors->list, LOAD_MAX_ERRORS);

		more->line = 0;
	}
}

char *load_errors_line(const LoadErrors *errors, unsigned line)
{
	LoadPlace place = load_places_find(errors->places, line);

	return place.file ? g_strdup_printf("line %u of %s", place.line, place.file)
			  : g_strdup_printf("line %u", place.line);
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
