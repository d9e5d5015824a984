/* SPDX-License-Identifier: Apache-2.0 */
#include "scenarios/load/errors.h"

#include "scenarios/load/scenario.h"

#include <string.h>

#define MAX_QUOTE 60  /* characters */
#define MAX_NAME 64   /* longer names are not compared */
#define MAX_LISTED 10 /* names in a list */

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
	error->text = text;
	g_ptr_array_add(errors->list, error);
}

void load_error(LoadErrors *errors, unsigned line, const char *format, ...)
{
	va_list args;

	if (errors->list->len > LOAD_MAX_ERRORS)
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

static unsigned min3(unsigned a, unsigned b, unsigned c)
{
	return MIN(MIN(a, b), c);
}

/* How many characters must be put in, taken out, changed or swapped with their neighbour; letters
 * of either case are the same. Both texts are at most MAX_NAME long. */
static unsigned distance(const char *a, const char *b)
{
	unsigned rows[3][MAX_NAME + 1];
	unsigned *before = rows[0], *last = rows[1], *now = rows[2];
	size_t n_a = strlen(a), n_b = strlen(b);

	for (unsigned j = 0; j <= n_b; j++)
		last[j] = j;
	for (unsigned i = 1; i <= n_a; i++) {
		unsigned *spare = before;

		now[0] = i;
		for (unsigned j = 1; j <= n_b; j++) {
			char x = g_ascii_tolower(a[i - 1]), y = g_ascii_tolower(b[j - 1]);

			now[j] = min3(last[j] + 1, now[j - 1] + 1, last[j - 1] + (x != y));
			if (i > 1 && j > 1 && x == g_ascii_tolower(b[j - 2]) &&
			    y == g_ascii_tolower(a[i - 2]))
				now[j] = MIN(now[j], before[j - 2] + 1);
		}
		before = last;
		last = now;
		now = spare;
	}
	return last[n_b];
}

/* The first name that the unknown one is a part of. */
static const char *with_part(const char *unknown, const GPtrArray *names)
{
	for (unsigned i = 0; i < names->len && strlen(unknown) >= 3; i++)
		if (strstr(g_ptr_array_index(names, i), unknown))
			return g_ptr_array_index(names, i);
	return NULL;
}

/* NULL where no name is near enough to be what was meant. */
static const char *nearest(const char *unknown, const GPtrArray *names)
{
	const char *best = NULL;
	size_t length = strlen(unknown);
	unsigned limit = MAX(1, (unsigned)MIN(length, MAX_NAME) / 3) + 1;

	if (length > MAX_NAME)
		return NULL;
	for (unsigned i = 0; i < names->len; i++) {
		const char *name = g_ptr_array_index(names, i);
		unsigned far = strlen(name) <= MAX_NAME ? distance(unknown, name) : limit;

		if (far < limit) {
			best = name;
			limit = far;
		}
	}
	return best ? best : with_part(unknown, names);
}

char *load_advise(const char *unknown, const GPtrArray *names, const char *list)
{
	const char *best = nearest(unknown, names);
	GString *out;

	if (best)
		return g_strdup_printf("did you mean \"%s\"?", best);
	if (names->len == 0)
		return g_strdup("there are none");
	out = g_string_new(list);
	for (unsigned i = 0; i < names->len && i < MAX_LISTED; i++)
		g_string_append_printf(out, "%s \"%s\"", i > 0 ? "," : "",
				       (const char *)g_ptr_array_index(names, i));
	if (names->len > MAX_LISTED)
		g_string_append_printf(out, " and %u more", names->len - MAX_LISTED);
	return g_string_free(out, FALSE);
}
