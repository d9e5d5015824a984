/* SPDX-License-Identifier: Apache-2.0 */
#include "analysis/report/figure.h"

#include "analysis/record/rowbuf.h"
#include "analysis/record/run_db.h"
#include "analysis/report/gnuplot.h"
#include "models/net/advice.h"
#include "scenarios/load/errors.h"

#include <inttypes.h>
#include <string.h>

#define MAX_ROWS 60 /* lines that a page has room for */

typedef struct Figure {
	const Kind *kind;
	const char *flow;
	GString *data;        /* blocks of rows */
	GPtrArray *texts;     /* owned texts; the place of the first is 1 */
	GHashTable *places;   /* text to its place */
	unsigned rows;        /* the highest number of a row */
	unsigned n_first;     /* rows of the first question */
	GString *block_names; /* of the question at hand: its series, as places of texts */
	unsigned n_blocks;
} Figure;

sqlite3_stmt *figure_ask(const FigureRun *run, const KindQuestion *question, const char *flow,
			 GError **error)
{
	sqlite3_stmt *stmt = NULL;

	if (sqlite3_prepare_v2(run->db, question->sql, -1, &stmt, NULL) != SQLITE_OK) {
		record_set_error(error, run->db, "cannot read");
		return NULL;
	}
	sqlite3_bind_text(stmt, sqlite3_bind_parameter_index(stmt, ":flow"), flow, -1,
			  SQLITE_TRANSIENT);
	sqlite3_bind_int64(stmt, sqlite3_bind_parameter_index(stmt, ":end"), run_db_end(run->db));
	return stmt;
}

/* A line of UTF-8, whatever a damaged file holds. */
static char *clean(const char *text)
{
	char *valid = g_utf8_make_valid(text, -1);

	for (char *p = valid; *p; p++)
		if (g_ascii_iscntrl(*p))
			*p = ' ';
	return valid;
}

static unsigned place_of(Figure *figure, const char *text)
{
	char *line = clean(text);
	gpointer place = g_hash_table_lookup(figure->places, line);

	if (place) {
		g_free(line);
		return GPOINTER_TO_UINT(place);
	}
	g_ptr_array_add(figure->texts, line);
	g_hash_table_insert(figure->places, line, GUINT_TO_POINTER(figure->texts->len));
	return figure->texts->len;
}

static void append_value(Figure *figure, sqlite3_stmt *stmt, int column)
{
	char number[G_ASCII_DTOSTR_BUF_SIZE];

	switch (sqlite3_column_type(stmt, column)) {
	case SQLITE_INTEGER:
		g_string_append_printf(figure->data, "\t%" PRId64,
				       (int64_t)sqlite3_column_int64(stmt, column));
		return;
	case SQLITE_FLOAT:
		g_string_append_c(figure->data, '\t');
		g_string_append(figure->data, g_ascii_dtostr(number, sizeof(number),
							     sqlite3_column_double(stmt, column)));
		return;
	case SQLITE_NULL:
		g_string_append(figure->data, "\tNaN");
		return;
	default:
		g_string_append_printf(figure->data, "\t%u",
				       place_of(figure, run_db_text(stmt, column)));
	}
}

/* Rows of another series than the one before begin a block, which gnuplot draws as a line of its own. */
static void begin_row(Figure *figure, sqlite3_stmt *stmt, unsigned *series)
{
	const char *first = sqlite3_column_name(stmt, 0);
	unsigned place;

	if (strcmp(first, "row") == 0)
		figure->rows = MAX(figure->rows, (unsigned)sqlite3_column_int(stmt, 0));
	if (strcmp(first, "series") != 0)
		return;
	place = place_of(figure, run_db_text(stmt, 0));
	if (place == *series)
		return;
	g_string_append(figure->data, *series ? "\n\n" : "");
	g_string_append_printf(figure->block_names, "%s%u", *series ? ", " : "", place);
	figure->n_blocks++;
	*series = place;
}

static gboolean append_rows(Figure *figure, const FigureRun *run, unsigned number,
			    const KindQuestion *question, GError **error)
{
	sqlite3_stmt *stmt = figure_ask(run, question, figure->flow, error);
	unsigned series = 0;
	int rc;

	if (!stmt)
		return FALSE;
	while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		begin_row(figure, stmt, &series);
		g_string_append_printf(figure->data, "%u", number);
		for (int i = 0; i < sqlite3_column_count(stmt); i++)
			append_value(figure, stmt, i);
		g_string_append_c(figure->data, '\n');
		figure->n_first += question == figure->kind->questions;
	}
	if (rc != SQLITE_DONE)
		record_set_error(error, run->db, "cannot read");
	sqlite3_finalize(stmt);
	return rc == SQLITE_DONE;
}

static gboolean append_answers(Figure *figure, const FigureRun *runs, unsigned n_runs,
			       const KindQuestion *question, GError **error)
{
	gboolean ok = TRUE;

	g_string_append_printf(figure->data, "$%s << END\n", question->name);
	g_string_truncate(figure->block_names, 0);
	figure->n_blocks = 0;
	for (unsigned i = 0; ok && i < n_runs; i++)
		ok = append_rows(figure, &runs[i], i + 1, question, error);
	g_string_append_printf(figure->data, "END\n%s_series = %u\n", question->name,
			       figure->n_blocks);
	if (figure->n_blocks > 0)
		g_string_append_printf(figure->data, "array %s_name[%u] = [%s]\n", question->name,
				       figure->n_blocks, figure->block_names->str);
	return ok;
}

/* TRUE where the flow asked for is one of the run. */
static gboolean check_flow(const FigureRun *run, const char *flow, GError **error)
{
	static const KindQuestion question = {"flows", "SELECT flow FROM flow"};
	sqlite3_stmt *stmt = figure_ask(run, &question, NULL, error);
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	gboolean known = FALSE;

	while (stmt && sqlite3_step(stmt) == SQLITE_ROW) {
		g_ptr_array_add(names, g_strdup(run_db_text(stmt, 0)));
		known = known || strcmp(run_db_text(stmt, 0), flow) == 0;
	}
	if (stmt && !known) {
		g_autofree char *quoted = load_quote(flow);
		g_autofree char *advice = net_advise(flow, names, "the flows are");

		g_set_error(error, RECORD_ERROR, 0, "there is no flow %s; %s", quoted, advice);
	}
	sqlite3_finalize(stmt);
	g_ptr_array_free(names, TRUE);
	return known;
}

static gboolean check_question(const Kind *kind, const FigureRun *runs, unsigned n_runs,
			       const char *flow, GError **error)
{
	if (n_runs > kind->max_runs)
		g_set_error(error, RECORD_ERROR, 0,
			    "\"%s\" has room for %u run%s, and these are %u", kind->name,
			    kind->max_runs, kind->max_runs == 1 ? "" : "s", n_runs);
	else if (flow && !kind->of_flows)
		g_set_error(error, RECORD_ERROR, 0, "\"%s\" is not of flows: leave --flow away",
			    kind->name);
	else
		return !flow || check_flow(runs, flow, error);
	return FALSE;
}

static gboolean check_answers(const Figure *figure, const char *path, GError **error)
{
	if (figure->n_first == 0)
		g_set_error(error, RECORD_ERROR, 0, "%s: %s", path, figure->kind->nothing);
	else if (figure->rows > MAX_ROWS)
		g_set_error(error, RECORD_ERROR, 0,
			    "%s: a figure has room for %u lines, and these are %u%s", path,
			    MAX_ROWS, figure->rows,
			    figure->kind->of_flows ? ": name a flow with --flow" : "");
	else
		return TRUE;
	return FALSE;
}

static void append_texts(const Figure *figure, GString *out)
{
	g_string_append_printf(out, "array Text[%u]\n", figure->texts->len);
	for (unsigned i = 0; i < figure->texts->len; i++) {
		g_auto(GStrv) parts = g_strsplit(g_ptr_array_index(figure->texts, i), "'", -1);
		g_autofree char *doubled = g_strjoinv("''", parts);

		g_string_append_printf(out, "Text[%u] = '%s'\n", i + 1, doubled);
	}
}

static char *run_name(const FigureRun *run)
{
	char *name = g_path_get_basename(run->path);

	if (g_str_has_suffix(name, ".db"))
		name[strlen(name) - 3] = '\0';
	return name;
}

/* What every script may use. */
static void append_head(Figure *figure, const FigureRun *runs, unsigned n_runs,
			const GnuplotFormat *format, GString *out)
{
	static const KindQuestion title = {
		"title",
		"SELECT scenario || ', seed ' || seed ||"
		" CASE status WHEN 'complete' THEN '' ELSE ' (' || status || ')' END FROM run"};
	sqlite3_stmt *stmt = figure_ask(runs, &title, NULL, NULL);
	unsigned named = place_of(
		figure, stmt && sqlite3_step(stmt) == SQLITE_ROW ? run_db_text(stmt, 0) : "");

	sqlite3_finalize(stmt);
	gnuplot_append_format(format, out);
	g_string_append_printf(out, "runs = %u\narray Run[%u]\n", n_runs, n_runs);
	for (unsigned i = 0; i < n_runs; i++) {
		g_autofree char *name = run_name(&runs[i]);

		g_string_append_printf(out, "Run[%u] = %u\n", i + 1, place_of(figure, name));
	}
	g_string_append_printf(out, "title = %u\nrows = %u\nend_ns = %" PRId64 "\n", named,
			       figure->rows, MAX(run_db_end(runs->db), 1));
	append_texts(figure, out);
}

static char *put_together(Figure *figure, const FigureRun *runs, unsigned n_runs,
			  const GnuplotFormat *format)
{
	GString *out = g_string_new(NULL);

	append_head(figure, runs, n_runs, format, out);
	g_string_append(out, figure->data->str);
	g_string_append(out, kind_common_script);
	g_string_append(out, figure->kind->script);
	return g_string_free(out, FALSE);
}

char *figure_script(const Kind *kind, const FigureRun *runs, unsigned n_runs, const char *flow,
		    const GnuplotFormat *format, GError **error)
{
	Figure figure = {
		.kind = kind,
		.flow = flow,
		.data = g_string_new(NULL),
		.texts = g_ptr_array_new_with_free_func(g_free),
		.places = g_hash_table_new(g_str_hash, g_str_equal),
		.block_names = g_string_new(NULL),
	};
	gboolean ok = check_question(kind, runs, n_runs, flow, error);
	char *script = NULL;

	for (const KindQuestion *q = kind->questions; ok && q->name; q++)
		ok = append_answers(&figure, runs, n_runs, q, error);
	if (ok && check_answers(&figure, runs->path, error))
		script = put_together(&figure, runs, n_runs, format);
	g_hash_table_destroy(figure.places);
	g_ptr_array_free(figure.texts, TRUE);
	g_string_free(figure.data, TRUE);
	g_string_free(figure.block_names, TRUE);
	return script;
}
